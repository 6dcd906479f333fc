package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.github.cameldatadog.findings.ledger.LedgerDesk;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** A transacted route whose transaction is on the very database of the ledger: a rollback takes nothing out of the ledger. */
class TransactedLedgerTest {

    private static final String ROUTE = "direct:transacted";

    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:transacted;DB_CLOSE_DELAY=-1", "sa", "");
    private final JdbcTemplate sql = new JdbcTemplate(database);
    private final JdbcTicketLedger ledger = new JdbcTicketLedger(database);
    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(
            datadog,
            options -> {},
            Map.of(
                    "ledger",
                    ledger,
                    "required",
                    new SpringTransactionPolicy(new DataSourceTransactionManager(database))));
    private boolean fails;

    @BeforeEach
    void addRoute() throws Exception {
        sql.execute("CREATE TABLE note (text VARCHAR(100))");
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ROUTE)
                        .transacted("required")
                        .process(exchange -> sql.update("INSERT INTO note VALUES ('sent')"))
                        .to("datadog-findings:servicenowTickets?ledger=#ledger&title=T&lookupTickets=never&report=all")
                        .process(exchange -> {
                            if (fails) {
                                throw new IllegalStateException("A later step fails");
                            }
                        });
            }
        });
    }

    @AfterEach
    void close() {
        route.close();
        sql.execute("SHUTDOWN");
        database.dispose();
        datadog.close();
    }

    private Exchange send(List<String> ids) {
        return route.context().createProducerTemplate().send(ROUTE, exchange -> exchange.getMessage()
                .setBody(ids));
    }

    private int notes() {
        return sql.queryForObject("SELECT COUNT(*) FROM note", Integer.class);
    }

    @Test
    void whatWasTicketedStaysKnownThoughTheTransactionIsRolledBack() {
        List<String> ids = route.openFindings(3);
        fails = true;
        Exchange failed = send(ids);
        assertThat(failed.getException()).hasStackTraceContaining("A later step fails");
        assertThat(notes()).as("rolled back").isZero();

        assertThat(new LedgerDesk(ledger).find(ids.get(0)).get(0).state()).isEqualTo(State.TICKETED);
        fails = false;
        Exchange again = send(ids);

        assertThat(again.getException()).isNull();
        assertThat(RouteToDatadog.reportOf(again).skipped(SkipReason.ALREADY_TICKETED))
                .isEqualTo(3);
        assertThat(notes()).as("committed").isOne();
        assertThat(datadog).createdAtMostOneTicketPerFinding();
    }
}
