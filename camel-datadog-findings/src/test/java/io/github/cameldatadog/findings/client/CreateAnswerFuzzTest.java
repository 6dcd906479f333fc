package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whatever Datadog, or somebody on the way, answers to a create request: each finding has one outcome, and a true one. */
class CreateAnswerFuzzTest {

    private static final List<TicketDraft> SENT =
            List.of(draft("finding-1", "finding-2", "finding-3"), draft("finding-4"), draft("finding-5", "finding-6"));

    private final OutcomeCorrelator correlator = new OutcomeCorrelator("datadoghq.com");

    @FuzzTest
    @DictionaryFile(resourcePath = "create-answer.dict")
    void eachFindingHasOneTrueOutcome(byte[] written) {
        Received answer = WrittenAnswer.read(written);
        Optional<List<CreatedCase>> cases = readCases(answer);
        List<DraftOutcome> outcomes = correlator.correlate(SENT, WrittenAnswer.delivered(answer));

        assertThat(outcomes.stream().map(DraftOutcome::draft)).isEqualTo(SENT);
        for (DraftOutcome outcome : outcomes) {
            List<Finding> covered = new ArrayList<>();
            for (DraftOutcome.Part part : outcome.parts()) {
                covered.addAll(part.findings());
                ShownText.check(part.outcome().reason(), 1_500);
                part.findings().forEach(finding -> checkTruth(part.outcome(), finding, answer, cases));
            }
            assertThat(covered)
                    .containsExactlyInAnyOrderElementsOf(outcome.draft().findings());
        }
    }

    private static Optional<List<CreatedCase>> readCases(Received answer) {
        try {
            List<CreatedCase> cases = CreateTicketsCodec.readCases(answer.body());
            for (CreatedCase created : cases) {
                assertThat(created.id()).isNotBlank();
                assertThat(created.findingIds()).doesNotHaveDuplicates().allMatch(id -> !id.isBlank());
            }
            return Optional.of(cases);
        } catch (UnreadableAnswerException documented) {
            return Optional.empty();
        }
    }

    private static void checkTruth(
            TicketOutcome outcome, Finding finding, Received answer, Optional<List<CreatedCase>> cases) {
        int status = answer.status();
        Kind kind = outcome.kind();
        if (status != 200 && status != 201) {
            boolean refused = status >= 400 && status < 500 && status != 408 && status != 499;
            assertThat(kind == Kind.NOT_SENT).isEqualTo(status == 429);
            assertThat(kind == Kind.UNKNOWN)
                    .isEqualTo(!refused && !List.of(301, 307, 308).contains(status));
            return;
        }
        List<CreatedCase> naming = cases.stream()
                .flatMap(List::stream)
                .filter(created -> created.findingIds().contains(finding.id()))
                .distinct()
                .toList();
        assertThat(kind == Kind.UNKNOWN).isEqualTo(naming.size() != 1);
        if (naming.size() == 1) {
            assertThat(kind).isEqualTo(naming.get(0).hasTicket() ? Kind.TICKETED : Kind.CASE_ONLY);
            assertThat(ticketOf(outcome)).isEqualTo(naming.get(0));
        }
    }

    private static CreatedCase ticketOf(TicketOutcome outcome) {
        return outcome instanceof TicketOutcome.Ticketed ticketed
                ? ticketed.ticket()
                : ((TicketOutcome.CaseOnly) outcome).ticket();
    }

    private static TicketDraft draft(String... ids) {
        return TicketDraft.of(Stream.of(ids).map(Finding::ofId).toList());
    }
}
