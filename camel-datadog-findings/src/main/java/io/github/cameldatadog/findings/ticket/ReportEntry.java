package io.github.cameldatadog.findings.ticket;

import java.util.List;
import java.util.Objects;

/**
 * One line of the books: an outcome, and the findings it holds for.
 *
 * @param outcome what became of them
 * @param findings the findings; empty only for an element without a usable id
 * @param draft the draft they were on as it was sent, planned or given; null where they never came onto one
 * @param position where in the body the finding stood, counted from 1; 0 where the entry is about several
 */
public record ReportEntry(TicketOutcome outcome, List<Finding> findings, TicketDraft draft, long position) {

    public ReportEntry {
        Objects.requireNonNull(outcome, "outcome");
        findings = List.copyOf(findings);
    }

    /** Findings of a draft, sharing an outcome. */
    public static ReportEntry ofDraft(TicketOutcome outcome, TicketDraft draft, List<Finding> findings) {
        return new ReportEntry(outcome, findings, draft, 0);
    }

    /** One finding that never came onto a draft. */
    public static ReportEntry ofFinding(TicketOutcome outcome, Finding finding, long position) {
        return ofFinding(outcome, finding, null, position);
    }

    /**
     * One finding that never came onto a ticket.
     *
     * @param given the draft that came in with it; null if none did
     */
    public static ReportEntry ofFinding(TicketOutcome outcome, Finding finding, TicketDraft given, long position) {
        TicketDraft draft = given == null ? null : given.withFindings(List.of(finding));
        return new ReportEntry(outcome, List.of(finding), draft, position);
    }

    /** An element without a usable id. */
    public static ReportEntry ofElement(TicketOutcome.Skipped outcome, long position) {
        return new ReportEntry(outcome, List.of(), null, position);
    }

    /** How many findings it counts for: an element without a usable id counts for one. */
    public int count() {
        return Math.max(1, findings.size());
    }

    /** Ids of its findings. */
    public List<String> findingIds() {
        return findings.stream().map(Finding::id).toList();
    }

    /** Whether it went as the user wants it: ticketed, planned, or skipped for a reason other than being invalid. */
    public boolean wentWell() {
        return switch (outcome.kind()) {
            case TICKETED, PLANNED -> true;
            case SKIPPED -> ((TicketOutcome.Skipped) outcome).why() != SkipReason.INVALID;
            case CASE_ONLY, REJECTED, UNKNOWN, NOT_SENT, HELD_ELSEWHERE -> false;
        };
    }
}
