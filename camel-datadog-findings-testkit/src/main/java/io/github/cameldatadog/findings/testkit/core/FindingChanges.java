package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Does what valid requests ask for that name findings and make no tickets. Guarded by the lock of the core. */
final class FindingChanges {

    private final SearchIndex index;
    private final CaseBook cases;
    private final ProjectBook projects;
    private final MuteBook mutes;
    private final RandomGenerator random;

    FindingChanges(SearchIndex index, CaseBook cases, ProjectBook projects, MuteBook mutes, RandomGenerator random) {
        this.index = index;
        this.cases = cases;
        this.projects = projects;
        this.mutes = mutes;
        this.random = random;
    }

    /**
     * Makes a change.
     *
     * @param fate what becomes of a link that is made for it
     * @param count how many of the findings a fault lets it get to
     */
    Processed perform(Command.Change change, TicketFate fate, int count, Cause cause) throws Refusal {
        List<FindingState> all = index.require(change.findingIds());
        List<FindingState> findings = all.subList(0, Math.min(count, all.size()));
        if (change instanceof Command.AttachToCase attach) {
            CaseState target = cases.lookUp(attach.caseId())
                    .orElseThrow(() -> Refusal.circumstance(404, "Not Found", "failed to get case: case not found"));
            return attached(target, findings, cause);
        }
        if (change instanceof Command.AttachToLink attach) {
            projects.require(attach.projectId());
            return attached(caseBehind(attach, fate, cause), findings, cause);
        }
        if (change instanceof Command.ChangeMute mute) {
            return muted(mute.mute(), findings, cause.at());
        }
        findings.forEach(one -> cases.detachFromAll(one, cause));
        return Processed.withoutBody(204);
    }

    private Processed attached(CaseState target, List<FindingState> findings, Cause cause) {
        cases.moveTo(target, findings, cause);
        target.modifiedBy(cause);
        ObjectNode written = CaseAnswers.aCase(target);
        return Processed.success(200, Answers.JSON_API, Answers.single(written), List.of(written));
    }

    /** The case that is linked already, or a new one; a fault can keep a new one from being linked. */
    CaseState caseBehind(Command.AttachToLink attach, TicketFate fate, Cause cause) {
        Optional<CaseState> linked = cases.linkedTo(attach.kind(), attach.link());
        if (linked.isPresent()) {
            return linked.get();
        }
        TicketOrder order = new TicketOrder(
                attach.projectId(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("NOT_DEFINED"),
                Optional.empty(),
                attach.findingIds());
        String key = cases.takeKeys(projects.key(attach.projectId()), 1).get(0);
        return cases.openLinked(attach.kind(), key, order, fate, attach.link(), cause);
    }

    private Processed muted(Mute mute, List<FindingState> findings, Instant now) throws Refusal {
        if (mute.expireAt().isPresent() && !mute.expireAt().get().isAfter(now)) {
            throw Refusal.circumstance(
                    422, "Invalid Request", "Invalid expiration date. Please provide an expiration date in the future");
        }
        findings.forEach(one -> mutes.change(one, mute, now));
        ObjectNode accepted = Answers.single(Answers.accepted(new UUID(random.nextLong(), random.nextLong()), "mute"));
        return Processed.success(202, Answers.JSON_API, accepted, List.of());
    }
}
