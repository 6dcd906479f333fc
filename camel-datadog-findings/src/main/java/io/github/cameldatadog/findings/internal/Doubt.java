package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.SiteKnowledge;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import java.time.Instant;
import java.util.List;

/**
 * Findings of one draft of which the answer does not tell what became of them: whether they are on a case, or whether the case
 * they are on gets its ServiceNow ticket. Immutable.
 *
 * @param planned the draft before it was rendered
 * @param written the draft as it was sent
 * @param findings those of its findings that are in doubt
 * @param otherwise what becomes of them if nothing can be found out
 * @param request what it was sent with
 * @param evidence what was known when the draft was sent
 * @param sentAt when it was sent, by our clock; null if another exchange sent it
 * @param endedAt when nothing more could be expected of the request, by our clock
 */
record Doubt(
        TicketDraft planned,
        TicketDraft written,
        List<Finding> findings,
        TicketOutcome otherwise,
        Request request,
        SendEvidence evidence,
        Instant sentAt,
        Instant endedAt) {

    /**
     * The request that a draft was sent with. Datadog takes a request whole: where some of it was made, all of it was.
     *
     * @param sender tells requests apart, by {@code equals}
     * @param tookEffect whether anything of it is known to have been made
     */
    record Request(Object sender, boolean tookEffect) {}

    /** The evidence by what is known now of Datadog's clock, which the looks since have told more of. */
    SendEvidence evidence(SiteKnowledge knowledge) {
        return sentAt == null ? evidence : evidence.notBefore(knowledge.notBefore(sentAt));
    }

    /** Id of the case that the answer told of; null if it told of none. */
    String knownCase() {
        return otherwise instanceof TicketOutcome.CaseOnly caseOnly
                ? caseOnly.ticket().id()
                : null;
    }

    /** The same with what was seen of its findings last. */
    Doubt asSeen(List<Finding> last) {
        return new Doubt(planned, written, last, otherwise, request, evidence, sentAt, endedAt);
    }

    /** The draft as it is to be sent once more. */
    TicketDraft again() {
        return planned.withFindings(findings);
    }
}
