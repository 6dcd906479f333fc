package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ledger.JdbcTicketLedger;
import io.github.cameldatadog.findings.ledger.LedgerDesk;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page on the ledger tells people to write into their properties does what it says. */
@Timeout(60)
class LedgerPageTest {

    private static final String FILE_ON_THE_PAGE = "data/ledger";
    private static final Path PAGE = Path.of("..", "docs", "ledger.md");

    @TempDir
    Path folder;

    private final SimulatedDatadog datadog = SimulatedDatadog.start();

    /** What applications find in their registry; null for nothing. */
    private JdbcDataSource dataSource;

    @AfterEach
    void close() {
        datadog.close();
    }

    private String line(String beginning) throws Exception {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    /** Sends findings in an application of its own, with nothing but the ledger to tell that they have tickets. */
    private TicketReport sendInAnApplication(String ledger, List<String> ids) throws Exception {
        Main main = new Main();
        Path properties = Files.write(
                folder.resolve("application.properties"),
                List.of(
                        ledger,
                        "camel.component.datadog-findings.base-url=" + datadog.baseUrl(),
                        "camel.component.datadog-findings.api-key=" + SimulatedDatadog.API_KEY,
                        "camel.component.datadog-findings.application-key=" + SimulatedDatadog.APPLICATION_KEY,
                        "camel.component.datadog-findings.project=" + SimulatedDatadog.PROJECT_ID));
        main.setPropertyPlaceholderLocations("file:" + properties);
        if (dataSource != null) {
            main.bind("dataSource", dataSource);
        }
        main.start();
        try {
            return main.getCamelTemplate()
                    .requestBody(
                            "datadog-findings:servicenowTickets?lookupTickets=never&throwExceptionOnFailure=false",
                            ids,
                            TicketReport.class);
        } finally {
            main.stop();
        }
    }

    @Test
    void aLedgerInADatabaseIsOneLineOfProperties() throws Exception {
        dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:page;DB_CLOSE_DELAY=-1");
        String ledger = line("camel.beans.ledger = #class:io.github.cameldatadog.findings.ledger.JdbcTicketLedger");
        List<String> ids = datadog.addFindings(3);
        assertThat(sendInAnApplication(ledger, ids).ticketed()).isEqualTo(3);

        TicketReport again = sendInAnApplication(ledger, ids);

        assertThat(again.skipped(SkipReason.ALREADY_TICKETED)).as(again::table).isEqualTo(3);
        try (Connection connection = dataSource.getConnection();
                ResultSet nodes = connection
                        .createStatement()
                        .executeQuery("SELECT DISTINCT node FROM datadog_findings_ledger")) {
            nodes.next();
            assertThat(nodes.getString(1)).isEqualTo("node-1");
        }
    }

    /** As a schedule does that the page shows; nothing is as old yet. */
    @Test
    void theDeskTakesWordsOfARoute() throws Exception {
        dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:desk;DB_CLOSE_DELAY=-1");
        JdbcTicketLedger ledger = new JdbcTicketLedger(dataSource);
        String words = Files.readString(PAGE).replaceAll("(?s).*\\.bean\\(\"desk\", \"(purge[^\"]*)\"\\).*", "$1");
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("desk", new LedgerDesk(ledger));
            context.start();

            Object purged =
                    context.createProducerTemplate().requestBody("bean:desk?method=RAW(" + words + ")", (Object) null);

            assertThat(purged).isEqualTo(0);
        }
    }

    @Test
    void aLedgerInAFileIsOneLineOfPropertiesAndRemembersAfterARestart() throws Exception {
        String ledger = line("camel.beans.ledger = #class:io.github.cameldatadog.findings.ledger.EmbeddedTicketLedger")
                .replace(FILE_ON_THE_PAGE, folder.resolve("ledger").toString());
        List<String> ids = datadog.addFindings(3);
        assertThat(sendInAnApplication(ledger, ids).ticketed()).isEqualTo(3);

        TicketReport again = sendInAnApplication(ledger, ids);

        assertThat(again.skipped(SkipReason.ALREADY_TICKETED)).as(again::table).isEqualTo(3);
        assertThat(folder.resolve("ledger.mv.db")).exists();
        assertThat(datadog).createdAtMostOneTicketPerFinding();
    }
}
