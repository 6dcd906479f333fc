package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import java.util.Objects;

/**
 * Decides whether a case that the index shows on a finding was made by a request whose answer told nothing; nothing else does.
 * Safe for use by several threads.
 */
public final class OwnershipProof {

    private final SiteKnowledge knowledge;

    public OwnershipProof(SiteKnowledge knowledge) {
        this.knowledge = Objects.requireNonNull(knowledge, "knowledge");
    }

    /** What a case on a finding means for the request that the finding was sent with. */
    public enum Verdict {
        /** It was on the finding before the request, as the look showed. */
        OLD,
        /** It was made before the request, but the look did not show it on the finding. */
        EARLIER,
        /** It came since, but nothing proves that the request made it. */
        ELSEWHERE,
        /** The request made it. */
        OURS
    }

    /** Judges a case by what was known when the finding was sent. */
    public Verdict of(SendEvidence sent, AttachedCase attached) {
        if (sent.baseline().contains(attached.id())) {
            return Verdict.OLD;
        }
        if (sent.reference() != null) {
            return isReferred(sent, attached) ? Verdict.OURS : notOurs(sent, attached);
        }
        // Time alone proves nothing: a colleague may make a case for the same finding in these minutes.
        boolean ours = (sent.title() != null || knowsUs(sent))
                && attached.createdAt() != null
                && !attached.createdAt().isBefore(sent.notBefore())
                && hasOurTitle(sent, attached)
                && mayBeUs(sent, attached.createdBy())
                && knowledge.mayBeIn(sent.project(), attached.key());
        return ours ? Verdict.OURS : notOurs(sent, attached);
    }

    private boolean knowsUs(SendEvidence sent) {
        return knowledge.knowsUs() || !sent.users().isEmpty();
    }

    private boolean mayBeUs(SendEvidence sent, String user) {
        boolean wereUs = user != null && sent.users().contains(user);
        return wereUs
                || knowledge.mayBeUs(user)
                        && (knowledge.knowsUs() || sent.users().isEmpty());
    }

    private static boolean isReferred(SendEvidence sent, AttachedCase attached) {
        return attached.title() != null && attached.title().contains(sent.reference());
    }

    private static boolean hasOurTitle(SendEvidence sent, AttachedCase attached) {
        return sent.title() == null
                || attached.title() != null
                        && attached.title().strip().equals(sent.title().strip());
    }

    private static Verdict notOurs(SendEvidence sent, AttachedCase attached) {
        boolean earlier = attached.createdAt() != null && attached.createdAt().isBefore(sent.notBefore());
        return earlier ? Verdict.EARLIER : Verdict.ELSEWHERE;
    }
}
