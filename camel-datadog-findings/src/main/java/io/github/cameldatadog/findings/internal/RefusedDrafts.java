package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Answer;
import io.github.cameldatadog.findings.client.Refusal;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Drafts that Datadog refused together, and how they are cut into smaller requests. Immutable.
 *
 * @param drafts as they were planned, with the findings they were sent with
 * @param projects the project each of them was sent to
 * @param refusal Datadog's answer
 * @param unseen ids of the findings that the search after the refusal did not find; empty if it did not tell
 */
record RefusedDrafts(List<TicketDraft> drafts, List<String> projects, Answer refusal, Set<String> unseen) {

    /** How the whole is cut. */
    sealed interface Cut {

        /** It cannot be cut: the refusal stands. */
        record None() implements Cut {}

        /** Parts that have nothing to do with each other. */
        record Apart(List<List<TicketDraft>> parts) implements Cut {}

        /** What the index shows, and what it does not. */
        record BySearch(List<TicketDraft> shown, List<TicketDraft> notShown) implements Cut {}

        /** Two halves: what is refused is in one of them, or in both. */
        record Halves(List<TicketDraft> one, List<TicketDraft> other) implements Cut {}
    }

    /** Cuts by what is known; else in halves, drafts first, and in the end the findings of one draft. */
    Cut cut() {
        if (Refusal.refusesProject(refusal)) {
            return byProject();
        }
        if (Refusal.isAboutData(refusal)) {
            List<TicketDraft> shown = keep(finding -> !unseen.contains(finding.id()));
            List<TicketDraft> notShown = keep(finding -> unseen.contains(finding.id()));
            if (!shown.isEmpty() && !notShown.isEmpty()) {
                return new Cut.BySearch(shown, notShown);
            }
        }
        return inHalves(drafts, refusal);
    }

    /** Cuts between drafts, and a single one between its findings. */
    static Cut inHalves(List<TicketDraft> drafts, Answer refusal) {
        return drafts.size() > 1 ? halves(drafts) : ofOne(drafts.get(0), refusal);
    }

    private Cut byProject() {
        Map<String, List<TicketDraft>> byProject = new LinkedHashMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            byProject.computeIfAbsent(projects.get(i), p -> new ArrayList<>()).add(drafts.get(i));
        }
        return byProject.size() == 1 ? new Cut.None() : new Cut.Apart(List.copyOf(byProject.values()));
    }

    private static Cut halves(List<TicketDraft> drafts) {
        int half = (drafts.size() + 1) / 2;
        return new Cut.Halves(List.copyOf(drafts.subList(0, half)), List.copyOf(drafts.subList(half, drafts.size())));
    }

    /** Within a draft only findings can be told apart: a text that is refused is refused with every one of them. */
    private static Cut ofOne(TicketDraft draft, Answer refusal) {
        if (draft.size() == 1 || !Refusal.namesNoFinding(refusal)) {
            return new Cut.None();
        }
        int half = (draft.size() + 1) / 2;
        return new Cut.Halves(
                List.of(draft.withFindings(draft.findings().subList(0, half))),
                List.of(draft.withFindings(draft.findings().subList(half, draft.size()))));
    }

    private List<TicketDraft> keep(Predicate<Finding> condition) {
        return drafts.stream()
                .map(draft -> keep(draft, condition))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<TicketDraft> keep(TicketDraft draft, Predicate<Finding> condition) {
        List<Finding> kept = draft.findings().stream().filter(condition).toList();
        return kept.isEmpty() ? Optional.empty() : Optional.of(draft.withFindings(kept));
    }
}
