package io.github.cameldatadog.examples.filetotickets;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileToTicketsTest {

    @TempDir
    Path temporary;

    private Run run;

    @BeforeEach
    void open() {
        run = new Run(temporary.resolve("a folder + 100%"));
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void theSampleBecomesTicketsAndIsReported() throws IOException {
        int exitCode = run.once("--sample");

        assertThat(exitCode).isZero();
        assertThat(run.file("inbox")).isEmptyDirectory();
        assertThat(run.text("done/sample-findings.json")).isEqualTo(SampleFindings.shipped());
        JsonNode report = new JsonMapper().readTree(run.text("reports/sample-findings.json.report.json"));
        assertThat(report.at("/balanced").booleanValue()).isTrue();
        assertThat(report.at("/received").intValue()).isEqualTo(150);
        assertThat(report.at("/counts/ticketed").intValue()).isEqualTo(147);
        assertThat(report.at("/skippedFor/alreadyTicketed").intValue()).isEqualTo(1);
        assertThat(report.at("/skippedFor/resolved").intValue()).isEqualTo(1);
        assertThat(report.at("/skippedFor/invalid").intValue()).isEqualTo(1);
        assertThat(report.at("/tickets")).hasSize(12);
        assertThat(run.datadog).createdAtMostOneTicketPerFinding().receivedOnlyValidRequests();
    }

    @Test
    void theTableOfTheSampleIsPrintedWithCasesAndLinksAndTheBooks() {
        run.once("--sample");

        assertThat(run.text("reports/sample-findings.json.report.txt").stripTrailing())
                .isIn(run.lines)
                .contains("SECOPS-2", "https://example.service-now.com/")
                .contains("already on case SECOPS-1", "its status is resolved", "has no id")
                .contains("150 received = 147 ticketed + 3 skipped (balanced)");
        assertThat(run.said())
                .contains(run.file("done/sample-findings.json").toString())
                .endsWith("1 done, 0 failed. Everything is in " + run.file(""));
    }

    @Test
    void aTicketSaysWhatItIsAbout() {
        run.once("--sample");

        assertThat(run.datadog.history().tickets()).anySatisfy(ticket -> {
            assertThat(ticket.title()).isEqualTo("11 findings: secret, gravest critical");
            assertThat(ticket.priority()).isEqualTo("P1");
            assertThat(ticket.description())
                    .startsWith("11 open findings of type secret, the gravest of severity critical.")
                    .contains("Rules: Access key in source code\n")
                    .contains(run.datadog.baseUrl() + "/security with the query @finding_type:secret @status:open");
        });
    }

    @Test
    void aMalformedFileFailsAndTheReasonNamesThePlace() throws IOException {
        String broken = SampleFindings.document(SampleFindings.elements(3)).replace("\"meta\":{", "\"meta\":}");

        int exitCode = run.drop("broken.json", broken).once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.text("failed/broken.json")).isEqualTo(broken);
        assertThat(run.text("failed/broken.json.reason.txt")).contains("line 6, column 8");
        assertThat(run.file("reports")).doesNotExist();
        assertThat(run.file("done")).doesNotExist();
        assertThat(run.datadog).receivedRequests(Operation.CREATE, 0);
        assertThat(run.said()).contains("line 6, column 8", "FAILED: " + run.file("failed/broken.json"));
    }

    @Test
    void aFileOfNeitherJsonNorIdsFails() throws IOException {
        int exitCode =
                run.drop("page.html", "<html><body>Sign in</body></html>").once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.file("failed/page.html")).exists();
        assertThat(run.text("failed/page.html.reason.txt")).contains("line 1");
        assertThat(run.datadog).hasNoTickets();
    }

    @Test
    void aFileThatIsRefusedFailsWithReasonAndReport() throws IOException {
        run.datadog.faults().always(Operation.CREATE, Fault.errorStrings(403, "Forbidden"));

        int exitCode = run.drop("ten.json", SampleFindings.document(SampleFindings.elements(10)))
                .once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.file("failed/ten.json")).exists();
        assertThat(run.file("done")).doesNotExist();
        assertThat(run.text("failed/ten.json.reason.txt")).contains("10 received = ", "rejected", "403");
        assertThat(run.text("reports/ten.json.report.json")).contains("\"rejected\"");
        assertThat(run.text("reports/ten.json.report.txt")).contains("(balanced)");
        assertThat(run.datadog).hasNoTickets();
    }

    @Test
    void aFileWithACaseThatGotNoTicketFails() throws IOException {
        run.datadog.faults().always(Operation.CREATE, Fault.serviceNowFailed(0));

        int exitCode = run.drop("one.json", SampleFindings.document(SampleFindings.elements(1)))
                .once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.text("failed/one.json.reason.txt")).contains("1 received = 1 caseOnly");
    }

    @Test
    void aFileWithAFindingThatDatadogDoesNotKnowFails() throws IOException {
        ObjectNode stale = SampleFindings.elements(1).get(0);
        stale.withObject("/attributes").withArray("/tags").add(FileToSimulation.UNKNOWN);

        int exitCode =
                run.drop("stale.json", SampleFindings.document(List.of(stale))).once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.file("failed/stale.json.reason.txt")).isNotEmptyFile();
        assertThat(run.datadog).hasNoTickets();
    }

    @Test
    void aFindingThatDatadogDoesNotKnowTakesNoOtherWithIt() throws IOException {
        List<ObjectNode> elements = SampleFindings.elements(40);
        elements.get(17).withObject("/attributes").withArray("/tags").add(FileToSimulation.UNKNOWN);

        run.drop("one-stale.json", SampleFindings.document(elements)).once();

        assertThat(run.text("reports/one-stale.json.report.txt"))
                .contains("40 received = 39 ticketed + 1 rejected (balanced)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "[]", "{\"errors\":[\"Forbidden\"]}"})
    void aFileWithoutAnyFindingFails(String content) throws IOException {
        int exitCode = run.drop("none.json", content).once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.file("failed/none.json")).exists();
        assertThat(run.text("failed/none.json.reason.txt")).contains("There is no finding in this file");
    }

    @Test
    void filesWithTheSameFindingsMakeOneTicketForEach() throws IOException {
        List<ObjectNode> elements = SampleFindings.elements(30);
        List<ObjectNode> firstTwenty = new ArrayList<>(elements.subList(0, 20));
        List<ObjectNode> lastTwenty = new ArrayList<>(elements.subList(10, 30));

        int exitCode = run.drop("one.json", SampleFindings.document(firstTwenty))
                .drop("two.json", SampleFindings.document(lastTwenty))
                .once();

        assertThat(exitCode).isZero();
        assertThat(run.file("done/one.json")).exists();
        assertThat(run.file("done/two.json")).exists();
        assertThat(run.text("reports/two.json.report.txt") + run.text("reports/one.json.report.txt"))
                .contains("20 received = 20 ticketed (balanced)")
                .contains("20 received = 10 ticketed + 10 skipped (balanced)");
        assertThat(run.datadog).createdAtMostOneTicketPerFinding().detachedNothing();
        assertThat(run.said()).contains("2 done, 0 failed");
    }

    @Test
    void oneFileThatFailsDoesNotStopTheOther() throws IOException {
        int exitCode = run.drop("broken.json", "{\"data\":[")
                .drop("good.json", SampleFindings.document(SampleFindings.elements(2)))
                .once();

        assertThat(exitCode).isEqualTo(1);
        assertThat(run.file("failed/broken.json")).exists();
        assertThat(run.file("done/good.json")).exists();
        assertThat(run.said()).contains("1 done, 1 failed");
    }

    @Test
    void anEmptyInboxIsNothingToDo() {
        assertThat(run.once()).isZero();

        assertThat(run.said()).contains("Nothing to do: ");
    }
}
