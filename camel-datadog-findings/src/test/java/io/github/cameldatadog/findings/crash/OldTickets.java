package io.github.cameldatadog.findings.crash;

import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.github.cameldatadog.findings.ledger.LedgerDesk;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was ticketed long ago, in a ledger of either kind. */
final class OldTickets {

    private static final Duration OLD = Duration.ofDays(30);

    /** So few that even little is thrown away in several steps. */
    private static final int AT_A_TIME = 2;

    private final DataSource database;

    /** @param ledger as {@link NodeOrder} names it */
    OldTickets(String ledger) {
        this.database = dataSource(ledger);
    }

    static DataSource dataSource(String ledger) {
        if (ledger.startsWith(NodeOrder.H2)) {
            JdbcDataSource file = new JdbcDataSource();
            file.setURL("jdbc:h2:file:" + ledger.substring(NodeOrder.H2.length()) + ";WRITE_DELAY=0");
            file.setUser("sa");
            file.setPassword("");
            return file;
        }
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setURL(ledger);
        return postgres;
    }

    /** Has all that a ledger's part knows happened long ago. */
    void age(String organisation) {
        String since = database instanceof JdbcDataSource ? "DATEADD(DAY, -60, since)" : "since - INTERVAL '60 days'";
        new JdbcTemplate(database)
                .update(
                        "UPDATE datadog_findings_ledger SET since = " + since + " WHERE organisation = ?",
                        organisation);
    }

    List<String> states(String organisation) {
        return new JdbcTemplate(database)
                .queryForList(
                        "SELECT DISTINCT state FROM datadog_findings_ledger WHERE organisation = ?",
                        String.class,
                        organisation);
    }

    /** Throws away what is old, telling each step. */
    void purge(MomentPort.Teller teller) {
        Taps taps = new Taps(teller);
        LedgerDesk desk = new LedgerDesk(new JdbcTicketLedger(taps.on(database)));
        taps.tell = true;
        desk.purge(OLD, AT_A_TIME);
    }

    /** Tells of each commit, before and after. */
    private static final class Taps {
        private final MomentPort.Teller teller;
        private boolean tell;

        Taps(MomentPort.Teller teller) {
            this.teller = teller;
        }

        DataSource on(DataSource real) {
            return (DataSource) Proxy.newProxyInstance(
                    OldTickets.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                        Object result = call(real, method, args);
                        return result instanceof Connection connection ? on(connection) : result;
                    });
        }

        private Connection on(Connection real) {
            return (Connection) Proxy.newProxyInstance(
                    OldTickets.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, args) -> {
                        boolean isCommit = tell && method.getName().equals("commit");
                        if (isCommit) {
                            teller.tell(Moment.PURGING, List.of());
                        }
                        Object result = call(real, method, args);
                        if (isCommit) {
                            teller.tell(Moment.PURGED, List.of());
                        }
                        return result;
                    });
        }

        private static Object call(Object on, Method method, Object[] args) throws Throwable {
            try {
                return method.invoke(on, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
