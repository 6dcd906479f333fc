package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.OwnershipProof;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One look at drafts that were refused: whether any of their findings is on a case that was not there before, and which of
 * them the index does not show. What the index does not show yet, or a search that fails, tells nothing; then Datadog's
 * refusal is taken as whole.
 */
final class RefusalLook {

    private final RunParts parts;
    private final RunBooks books;
    private final RunControl control;
    private final Function<TicketDraft, SendEvidence> evidence;
    private final OwnershipProof proof;
    private final Map<String, SendEvidence> evidenceOf = new HashMap<>();
    private final Map<String, String> newCases = new HashMap<>();
    private final Map<String, Finding> seen = new HashMap<>();
    private final Set<String> unseen = new HashSet<>();

    /** @param evidence what was known of each draft when it was sent */
    RefusalLook(RunParts parts, RunBooks books, RunControl control, Function<TicketDraft, SendEvidence> evidence) {
        this.parts = parts;
        this.books = books;
        this.control = control;
        this.evidence = evidence;
        this.proof = new OwnershipProof(parts.knowledge());
    }

    /**
     * What a look showed.
     *
     * @param onNewCases drafts with a finding on a new case, and which case that is
     * @param unseen ids of findings that the index does not show
     * @param seen the findings that were looked at, as they are now, by id
     */
    record Result(Map<TicketDraft, String> onNewCases, Set<String> unseen, Map<String, Finding> seen) {}

    /**
     * Looks findings up, page after page.
     *
     * @param thoroughly whether at every finding; else where they are more than one page, at two of each draft, for what
     *     made a case of a draft put all of it there
     */
    void at(List<TicketDraft> drafts, boolean thoroughly, Consumer<Result> whenDone) {
        drafts.forEach(draft -> draft.findingIds().forEach(id -> evidenceOf.put(id, evidence.apply(draft))));
        List<Finding> all =
                drafts.stream().flatMap(draft -> draft.findings().stream()).toList();
        List<Finding> some = thoroughly || all.size() <= Chunk.MOST
                ? all
                : drafts.stream().flatMap(RefusalLook::ends).distinct().toList();
        lookFrom(0, some, () -> whenDone.accept(new Result(byDraft(drafts), Set.copyOf(unseen), Map.copyOf(seen))));
    }

    private static Stream<Finding> ends(TicketDraft draft) {
        return Stream.of(draft.first(), draft.findings().get(draft.size() - 1));
    }

    private void lookFrom(int from, List<Finding> findings, Runnable whenDone) {
        if (from >= findings.size()) {
            whenDone.run();
            return;
        }
        int to = Math.min(findings.size(), from + Chunk.MOST);
        List<Finding> page = new ArrayList<>(findings.subList(from, to));
        parts.lookup().look(page, control.inquiries(), books, result -> {
            if (result instanceof TicketLookup.Result.Seen found) {
                page.forEach(finding -> note(found.of(finding)));
                lookFrom(to, findings, whenDone);
            } else {
                whenDone.run();
            }
        });
    }

    private void note(Finding now) {
        seen.put(now.id(), now);
        if (now.wasLookedUpInVain()) {
            unseen.add(now.id());
        }
        for (AttachedCase attached : now.cases().orElse(List.of())) {
            OwnershipProof.Verdict verdict = proof.of(evidenceOf.get(now.id()), attached);
            if (verdict == OwnershipProof.Verdict.OURS || verdict == OwnershipProof.Verdict.ELSEWHERE) {
                newCases.put(now.id(), Displayed.clipped(attached.label(), 80));
            }
        }
    }

    private Map<TicketDraft, String> byDraft(List<TicketDraft> drafts) {
        Map<TicketDraft, String> made = new LinkedHashMap<>();
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
