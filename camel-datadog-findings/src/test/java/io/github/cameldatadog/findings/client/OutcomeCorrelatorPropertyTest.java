package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class OutcomeCorrelatorPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutcomeCorrelator correlator = new OutcomeCorrelator("datadoghq.com");

    /** A case of an answer, as the test knows it. */
    record Made(String id, String serviceNow, List<String> findings) {}

    @Property(tries = 1000)
    void everyFindingIsInExactlyOneOutcomeWhateverTheAnswer(
            @ForAll("drafts") List<TicketDraft> sent, @ForAll("answers") Answer answer) {
        List<DraftOutcome> outcomes = correlate(sent, answer);

        assertThat(outcomes).extracting(DraftOutcome::draft).containsExactlyElementsOf(sent);
        for (DraftOutcome outcome : outcomes) {
            List<Finding> covered = new ArrayList<>();
            outcome.parts().forEach(part -> covered.addAll(part.findings()));
            assertThat(covered)
                    .containsExactlyInAnyOrderElementsOf(outcome.draft().findings());
        }
    }

    @Property(tries = 1000)
    void isTicketedExactlyWhereOneCompletedCaseNamesIt(
            @ForAll("drafts") List<TicketDraft> sent, @ForAll("cases") List<Made> cases) {
        for (DraftOutcome outcome : correlate(sent, created(cases))) {
            for (DraftOutcome.Part part : outcome.parts()) {
                for (Finding finding : part.findings()) {
                    List<Made> naming = cases.stream()
                            .filter(made -> made.findings().contains(finding.id()))
                            .toList();
                    boolean ticketed =
                            naming.size() == 1 && naming.get(0).serviceNow().equals("COMPLETED");
                    assertThat(part.outcome().kind() == Kind.TICKETED).isEqualTo(ticketed);
                    assertThat(part.outcome().kind() == Kind.UNKNOWN).isEqualTo(naming.size() != 1);
                }
            }
        }
    }

    @Property(tries = 300)
    void aCutAnswerIsUnknownAsAWhole(
            @ForAll("drafts") List<TicketDraft> sent,
            @ForAll("cases") List<Made> cases,
            @ForAll @DoubleRange(min = 0, max = 0.99) double part) {
        byte[] whole = created(cases).body();
        Received cut = new Received(201, Map.of(), Arrays.copyOf(whole, (int) (whole.length * part)));

        assertThat(correlate(sent, cut))
                .flatExtracting(DraftOutcome::parts)
                .allSatisfy(each -> assertThat(each.outcome().kind()).isEqualTo(Kind.UNKNOWN));
    }

    @Provide
    Arbitrary<List<TicketDraft>> drafts() {
        return ids().list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(ids -> TicketDraft.of(ids.stream().map(Finding::ofId).toList()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Made>> cases() {
        return Combinators.combine(
                        Arbitraries.of("COMPLETED", "FAILED", "PENDING"),
                        ids().set().ofMaxSize(4).map(List::copyOf))
                .as((status, findings) -> new Made("", status, findings))
                .list()
                .ofMaxSize(6)
                .map(OutcomeCorrelatorPropertyTest::numbered);
    }

    @Provide
    Arbitrary<Answer> answers() {
        Arbitrary<byte[]> bodies = Arbitraries.oneOf(
                cases().map(cases -> created(cases).body()),
                Arbitraries.strings().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
                Arbitraries.of("{\"errors\":[\"x\"]}", "{\"data\":[1,null,{\"id\":\"c\"}]}", "<html>")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
        Arbitrary<Answer> received = Combinators.combine(
                        Arbitraries.oneOf(Arbitraries.of(200, 201, 404, 429), Arbitraries.integers()), bodies)
                .as((status, body) -> new Received(status, Map.of(), body));
        return Arbitraries.oneOf(
                received, Arbitraries.of(new Broken("cut", null), new NotWritten("refused", true, null)));
    }

    /** Few ids, so that drafts and cases meet. */
    private static Arbitrary<String> ids() {
        return Arbitraries.integers().between(1, 12).map(number -> "f" + number);
    }

    private static List<Made> numbered(List<Made> cases) {
        List<Made> numbered = new ArrayList<>();
        for (Made made : cases) {
            numbered.add(new Made("c" + numbered.size(), made.serviceNow(), made.findings()));
        }
        return numbered;
    }

    private List<DraftOutcome> correlate(List<TicketDraft> sent, Answer answer) {
        return correlator.correlate(
                sent,
                new Delivery(
                        Optional.of(answer),
                        "",
                        1,
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Received created(List<Made> cases) {
        List<Map<String, Object>> data = new ArrayList<>();
        for (Made made : cases) {
            data.add(Map.of(
                    "id",
                    made.id(),
                    "attributes",
                    Map.of(
                            "insights",
                            made.findings().stream()
                                    .map(id -> Map.of("resource_id", id))
                                    .toList(),
                            "servicenow_ticket",
                            Map.of("status", made.serviceNow()))));
        }
        try {
            return new Received(201, Map.of(), JSON.writeValueAsBytes(Map.of("data", data)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
