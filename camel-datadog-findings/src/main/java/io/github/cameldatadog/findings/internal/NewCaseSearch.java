package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Delivery;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One look at drafts that were refused: whether any of their findings is on a case that was not there before. What the
 * index does not show yet, or a search that fails, tells nothing; then Datadog's refusal is taken as whole.
 */
final class NewCaseSearch {

    /** How far the clock of another machine is believed to be off. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final RunParts parts;
    private final RunBooks books;
    private final RunControl control;
    private final Instant sentAt;

    NewCaseSearch(RunParts parts, RunBooks books, RunControl control, Delivery delivery) {
        this.parts = parts;
        this.books = books;
        this.control = control;
        Instant sentByTheirClock = delivery.serverDate()
                .map(answered -> answered.minus(delivery.wireTime()))
                .or(delivery::sentAt)
                .orElse(Instant.MIN.plus(CLOCK_TOLERANCE));
        this.sentAt = sentByTheirClock.minus(CLOCK_TOLERANCE);
    }

    /**
     * Looks all findings of the drafts up, page after page.
     *
     * @param whenDone is told, once, of each draft with a finding on a new case, and which case that is
     */
    void lookFor(List<TicketDraft> drafts, Consumer<Map<TicketDraft, String>> whenDone) {
        List<Finding> findings =
                drafts.stream().flatMap(draft -> draft.findings().stream()).toList();
        Map<String, String> newCases = new HashMap<>();
        lookFrom(0, findings, newCases, () -> whenDone.accept(byDraft(drafts, newCases)));
    }

    private void lookFrom(int from, List<Finding> findings, Map<String, String> newCases, Runnable whenDone) {
        if (from >= findings.size()) {
            whenDone.run();
            return;
        }
        int to = Math.min(findings.size(), from + Chunk.MOST);
        List<Finding> page = new ArrayList<>(findings.subList(from, to));
        parts.lookup().look(page, control.flights(), books, result -> {
            if (result instanceof TicketLookup.Result.Seen seen) {
                page.forEach(finding -> note(finding, seen.of(finding), newCases));
                lookFrom(to, findings, newCases, whenDone);
            } else {
                whenDone.run();
            }
        });
    }

    private void note(Finding before, Finding now, Map<String, String> newCases) {
        for (AttachedCase attached : now.cases().orElse(List.of())) {
            boolean known = before.cases().orElse(List.of()).stream()
                    .anyMatch(old -> old.id().equals(attached.id()));
            boolean sinceSent =
                    attached.createdAt() == null || !attached.createdAt().isBefore(sentAt);
            if (!known && sinceSent) {
                newCases.put(now.id(), attached.label());
            }
        }
    }

    private static Map<TicketDraft, String> byDraft(List<TicketDraft> drafts, Map<String, String> newCases) {
        Map<TicketDraft, String> made = new HashMap<>();
        for (TicketDraft draft : drafts) {
            draft.findings().stream()
                    .filter(finding -> newCases.containsKey(finding.id()))
                    .findFirst()
                    .ifPresent(finding -> made.put(
                            draft,
                            "the request was refused, yet finding " + finding.id() + " is on the new case "
                                    + newCases.get(finding.id())));
        }
        return made;
    }
}
