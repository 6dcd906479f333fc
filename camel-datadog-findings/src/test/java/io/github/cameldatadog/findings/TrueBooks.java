package io.github.cameldatadog.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a report that was made with {@code report=all} with what Datadog remembers. What the report says must have
 * happened, and nothing else; what it calls unknown may or may not have.
 */
public final class TrueBooks {

    private final TicketReport report;
    private final Map<String, CaseRecord> cases;
    private final Map<String, List<Attachment>> putOnByUs = new HashMap<>();
    private final Set<String> everPutOn = new HashSet<>();

    private TrueBooks(TicketReport report, History history, Stream<Attachment> byThisExchange) {
        this.report = report;
        this.cases = history.cases().stream().collect(Collectors.toMap(CaseRecord::id, Function.identity()));
        history.attachments().stream().filter(TrueBooks::putsOn).forEach(one -> everPutOn.add(one.findingId()));
        byThisExchange.filter(one -> putsOn(one) && one.ours()).forEach(one -> putOnByUs
                .computeIfAbsent(one.findingId(), id -> new ArrayList<>())
                .add(one));
    }

    private static boolean putsOn(Attachment attachment) {
        return attachment.kind() == Attachment.Kind.ATTACHED;
    }

    /** The books of an exchange whose findings nobody of ours touched before. */
    static TrueBooks of(TicketReport report, History history) {
        return new TrueBooks(report, history, history.attachments().stream());
    }

    /** The books of an exchange that made these requests and no others. */
    public static TrueBooks ofRequests(Predicate<Long> madeByThisExchange, TicketReport report, History history) {
        return new TrueBooks(report, history, history.attachments().stream().filter(one -> one.requestNumber()
                .filter(madeByThisExchange)
                .isPresent()));
    }

    /** As {@link #of}, where earlier work of ours is not to be looked at. */
    static TrueBooks since(History before, TicketReport report, History history) {
        return new TrueBooks(
                report,
                history,
                history.attachments().stream().skip(before.attachments().size()));
    }

    /**
     * Checks that exactly these came in, each counted once, and that all that is said of them is true.
     *
     * @param ids what came in, duplicates as often as they came
     * @param invalid how many elements without a usable id came in besides
     */
    void holdFor(Collection<String> ids, int invalid) {
        balanceFor(ids, invalid);
        tellTheTruth();
        putNothingOnTwoCases();
    }

    /** Checks that exactly these came in, and that each is told of once. */
    public void balanceFor(Collection<String> ids, int invalid) {
        assertThat(report.received()).as("received").isEqualTo(ids.size() + invalid);
        assertThat(entries().flatMap(entry -> entry.findingIds().stream()).toList())
                .as("each finding in one entry")
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(report.skipped(SkipReason.INVALID)).as("invalid elements").isEqualTo(invalid);
        balanceForWhatWasRead(ids);
    }

    /** As {@link #balanceFor} where the body was a stream that was not read to its end, and the report says so. */
    public void balanceForWhatWasRead(Collection<String> ids) {
        assertThat(report.isBalanced()).as("balanced: %s", report).isTrue();
        List<String> came = new ArrayList<>(ids);
        assertThat(entries().flatMap(entry -> entry.findingIds().stream()))
                .as("each entry's finding came in, and is in no other")
                .allMatch(came::remove);
    }

    /** Checks that all that is said of findings has happened, and that nothing else was done with them. */
    public void tellTheTruth() {
        entries().forEach(this::check);
    }

    private void putNothingOnTwoCases() {
        assertThat(putOnByUs).as("no finding was put on two cases").allSatisfy((id, cases) -> assertThat(cases)
                .hasSize(1));
    }

    private Stream<ReportEntry> entries() {
        return Stream.concat(report.tickets().stream(), report.problems().stream());
    }

    private void check(ReportEntry entry) {
        TicketOutcome outcome = entry.outcome();
        for (String id : entry.findingIds()) {
            switch (outcome.kind()) {
                case TICKETED -> isOn(id, ((TicketOutcome.Ticketed) outcome).ticket(), true);
                case CASE_ONLY -> isOn(id, ((TicketOutcome.CaseOnly) outcome).ticket(), false);
                case REJECTED, NOT_SENT, HELD_ELSEWHERE, PLANNED -> wasNeverPutOn(id, entry);
                case SKIPPED -> wasSkipped(id, entry, ((TicketOutcome.Skipped) outcome).why());
                case UNKNOWN -> assertThat(outcome.reason()).isNotBlank();
            }
        }
    }

    private void isOn(String id, CreatedCase told, boolean withTicket) {
        CaseRecord real = cases.get(told.id());
        assertThat(real)
                .as("the case %s that %s is said to be on", told.id(), id)
                .isNotNull();
        assertThat(putOnByUs.getOrDefault(id, List.of()))
                .as("%s was put on case %s", id, told.label())
                .anyMatch(one -> one.caseId().equals(told.id()));
        assertThat(told.key()).isEqualTo(real.key());
        assertThat(real.ticketStatus().orElse("none").equals("COMPLETED"))
                .as("case %s has a ServiceNow ticket", told.label())
                .isEqualTo(withTicket);
        if (withTicket) {
            assertThat(told.serviceNowUrl()).isEqualTo(real.ticketUrl().orElseThrow());
        }
    }

    private void wasNeverPutOn(String id, ReportEntry entry) {
        assertThat(putOnByUs.getOrDefault(id, List.of()))
                .as(
                        "%s is called %s (%s)",
                        id, entry.outcome().kind(), entry.outcome().reason())
                .isEmpty();
    }

    private void wasSkipped(String id, ReportEntry entry, SkipReason why) {
        if (why == SkipReason.DUPLICATE) {
            return;
        }
        wasNeverPutOn(id, entry);
        if (why == SkipReason.ALREADY_TICKETED) {
            assertThat(everPutOn).as("on a case already").contains(id);
        }
    }
}
