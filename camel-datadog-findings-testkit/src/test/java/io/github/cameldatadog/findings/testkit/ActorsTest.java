package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActorsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final SettableClock clock = new SettableClock(NOW);
    private SimulatedDatadog datadog;
    private Actor alice;
    private List<String> ids;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.builder().clock(clock).start();
        alice = datadog.actor("alice");
        ids = datadog.addFindings(3);
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    @Test
    void aFindingCanBeOnSeveralCasesOfOthers() {
        String plain = alice.attachToNewCase(ids.get(0), ids.get(1));
        String jira = datadog.actor("bob").attachToNewJiraIssue(ids.get(0));

        assertThat(datadog.currentCases(ids.get(0)))
                .extracting(CaseRecord::id, CaseRecord::kind, CaseRecord::creator, CaseRecord::ours)
                .containsExactly(
                        tuple(plain, CaseKind.PLAIN, "alice", false), tuple(jira, CaseKind.JIRA, "bob", false));
        assertThat(datadog.currentCase(ids.get(0)).orElseThrow().id()).isEqualTo(jira);
        assertThat(datadog.currentCase(ids.get(2))).isEmpty();
        assertThat(datadog.history().tickets()).isEmpty();
        assertThat(datadog.history().cases()).hasSize(2);
    }

    @Test
    void movingTakesAFindingOffAllOtherCases() {
        String from = alice.attachToNewServiceNowTicket(ids.get(0));
        String to = alice.attachToNew(CaseKind.PLAIN, "Ours now", ids.get(1));
        clock.advanceSeconds(9);

        alice.move(ids.get(0), to);

        assertThat(datadog.currentCases(ids.get(0))).extracting(CaseRecord::id).containsExactly(to);
        assertThat(caseWith(from).closedAt()).contains(NOW.plusSeconds(9));
        assertThat(caseWith(to).title()).isEqualTo("Ours now");
        assertThat(caseWith(to).attachedNow()).containsExactly(ids.get(1), ids.get(0));
        assertThat(datadog.history().attachments(ids.get(0)))
                .extracting(Attachment::kind, Attachment::caseId, Attachment::actor, Attachment::ours)
                .containsExactly(
                        tuple(Attachment.Kind.ATTACHED, from, "alice", false),
                        tuple(Attachment.Kind.DETACHED, from, "alice", false),
                        tuple(Attachment.Kind.ATTACHED, to, "alice", false));
        assertThat(datadog.history().attachments(ids.get(0)))
                .extracting(Attachment::requestNumber)
                .containsOnly(Optional.empty());
    }

    @Test
    void movingAFindingToWhereItIsChangesNothing() {
        String ticket = alice.attachToNewServiceNowTicket(ids.get(0));

        alice.move(ids.get(0), ticket).attach(ids.get(0), ticket);

        assertThat(datadog.history().attachments(ids.get(0))).hasSize(1);
        assertThat(caseWith(ticket).open()).isTrue();
    }

    @Test
    void detachingTheLastFindingClosesAServiceNowTicketButNoOtherCase() {
        String ticket = alice.attachToNewServiceNowTicket(ids.get(0));
        String plain = alice.attachToNewCase(ids.get(0));

        alice.detach(ids.get(0));

        assertThat(caseWith(ticket).open()).isFalse();
        assertThat(caseWith(plain).open()).isTrue();
        assertThat(datadog.currentCases(ids.get(0))).isEmpty();
    }

    @Test
    void closingAndReopeningLeavesTheFindingsOnTheCase() {
        String ticket = alice.attachToNewServiceNowTicket(ids.get(0));

        alice.close(ticket);
        assertThat(datadog.currentCase(ids.get(0)).orElseThrow().open()).isFalse();
        alice.reopen(ticket);
        assertThat(datadog.currentCase(ids.get(0)).orElseThrow().open()).isTrue();
        assertThat(datadog.history().attachments(ids.get(0))).hasSize(1);
    }

    @Test
    void whatOursTakesOffAnActorsCaseIsOurDoing() throws IOException {
        alice.attachToNewJiraIssue(ids.get(0));

        new DatadogClient(datadog).createFor(List.of(ids.get(0)));

        assertThat(datadog.history().attachments(ids.get(0)))
                .extracting(Attachment::kind, Attachment::ours, one -> one.requestNumber()
                        .orElse(0L))
                .containsExactly(
                        tuple(Attachment.Kind.ATTACHED, false, 0L),
                        tuple(Attachment.Kind.DETACHED, true, 1L),
                        tuple(Attachment.Kind.ATTACHED, true, 1L));
        assertThat(datadog.currentCases(ids.get(0))).hasSize(1);
    }

    @Test
    void aFindingThatReturnsIsFoundAgain() throws IOException {
        var finding = datadog.findings().get(0);
        datadog.removeFinding(finding.id());
        DatadogClient client = new DatadogClient(datadog);
        assertThat(ids(client.search(""))).hasSize(2);
        assertThat(datadog.findings()).hasSize(2);

        datadog.addFinding(finding);

        assertThat(ids(client.search(""))).hasSize(3);
        assertThat(client.createFor(List.of(finding.id())).statusCode()).isEqualTo(201);
    }

    @Test
    void aChangedFindingIsFoundByItsNewValues() throws IOException {
        DatadogClient client = new DatadogClient(datadog);
        datadog.changeFinding(ids.get(0), "service.name", "brand-new");
        datadog.resolveFinding(ids.get(1));

        assertThat(ids(client.search("@service.name:brand-new"))).containsExactly(ids.get(0));
        assertThat(ids(client.search("@status:resolved"))).containsExactly(ids.get(1));
        datadog.changeFinding(ids.get(0), "service.name", null);
        assertThat(ids(client.search("@service.name:brand-new"))).isEmpty();
    }

    @Test
    void theSameNameIsTheSameUser() {
        alice.attachToNewCase(ids.get(0));
        datadog.actor("alice").attachToNewCase(ids.get(1));
        datadog.actor("bob").attachToNewCase(ids.get(2));

        List<String> users =
                datadog.history().cases().stream().map(CaseRecord::creatorId).toList();
        assertThat(users.get(0)).isEqualTo(users.get(1)).isNotEqualTo(users.get(2));
    }

    @Test
    void whatDoesNotExistIsSaidByItsId() {
        assertThatThrownBy(() -> alice.close("no-case")).hasMessageContaining("no-case");
        assertThatThrownBy(() -> alice.attachToNewCase("no-finding")).hasMessageContaining("no-finding");
        assertThatThrownBy(() -> alice.detach("no-finding")).hasMessageContaining("no-finding");
        assertThatThrownBy(() -> datadog.addFinding(datadog.findings().get(0)))
                .hasMessageContaining(ids.get(0))
                .hasMessageContaining("already");
        assertThat(datadog.history().cases()).isEmpty();
    }

    private CaseRecord caseWith(String id) {
        return datadog.history().cases().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTicketThatIsClosedAlreadyStaysClosedSinceThen() {
        String ticket = alice.attachToNewServiceNowTicket(ids.get(0));
        alice.close(ticket);
        clock.advanceSeconds(30);

        alice.detach(ids.get(0));

        assertThat(caseWith(ticket).closedAt()).contains(NOW);
    }
}
