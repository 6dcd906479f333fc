package io.github.cameldatadog.findings.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The memory of which finding is claimed, being sent, ticketed or in doubt, so that no two exchanges make a ticket for the same
 * finding. What is written is in force, for everybody who uses the ledger, when the call returns. Safe for use by several
 * threads.
 *
 * <p>A finding that the ledger does not know is free. On its way it is {@link State#CLAIMED}, then {@link State#SENDING}, and
 * ends as {@link State#TICKETED}, {@link State#CASE_ONLY}, {@link State#IN_DOUBT}, or free again.
 *
 * <p>A method that throws may have had its effect or none. Before a request is sent, its findings are then not sent, and whatever
 * was done is undone as soon as that is possible: by {@link #settle}, and by another call of {@link #takeOver} or
 * {@link #takeOverAny} with the same intent, which gives what the first one took. After a request was sent, what became of its
 * findings is in the report all the same, and is told as soon as that is possible.
 */
public interface TicketLedger {

    /** What is known of a finding. */
    enum State {
        /** Somebody is about to send it; others may take it over when the claim's time is over. */
        CLAIMED,
        /** It may be on its way, and somebody is at work on it: in doubt from now on, whoever holds it, until its end is written. */
        SENDING,
        /** On a case of ours that has a ServiceNow ticket. */
        TICKETED,
        /** On a case of ours without a ServiceNow ticket. */
        CASE_ONLY,
        /** It may be on a ticket of ours, and nobody is finding out. */
        IN_DOUBT,
        /** It had a ticket long ago, of which nothing else is remembered: who wants to send it has to look it up before. */
        PURGED
    }

    /**
     * Within which findings are told apart: the same id elsewhere is another finding.
     *
     * @param site address of the site's API, or the base address where one is configured
     * @param organisation what the option {@code ledgerScope} says: the Datadog organisation
     */
    record Scope(String site, String organisation) {
        public Scope {
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(organisation, "organisation");
        }
    }

    /**
     * Somebody's intent to make tickets. A repeated call with the same intent recognises itself; two intents of the same
     * holder are strangers to each other.
     *
     * @param id unique among all intents of everybody who uses the ledger
     * @param holder who that is, in words for people, such as an exchange's id
     */
    record Intent(Scope scope, String id, String holder) {
        public Intent {
            Objects.requireNonNull(scope, "scope");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(holder, "holder");
        }
    }

    /**
     * A finding to be claimed.
     *
     * @param closedCases ids of cases that a fresh look showed closed while the finding is open: a ticket remembered on one of
     *     them does not stand in the way of another. Empty where no second ticket is wanted
     * @param isLookedUp whether whoever wants it knows from Datadog, and not from long ago, which open cases it is on
     */
    record Wanted(String findingId, Set<String> closedCases, boolean isLookedUp) {
        public Wanted {
            Objects.requireNonNull(findingId, "findingId");
            closedCases = Set.copyOf(closedCases);
        }
    }

    /**
     * Why a finding is not free.
     *
     * @param holder whose intent it was
     * @param since when it came into that state
     * @param on the case it is on; null where none is known
     * @param evidence what was sent, by which a case is recognised; null before it was sent
     */
    record Held(State state, String holder, Instant since, CaseReference on, SendEvidence evidence) {
        public Held {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(holder, "holder");
            Objects.requireNonNull(since, "since");
        }
    }

    /**
     * A draft that is about to leave.
     *
     * @param findingIds its findings
     * @param evidence by what its case is recognised
     */
    record Sending(List<String> findingIds, SendEvidence evidence) {
        public Sending {
            findingIds = List.copyOf(findingIds);
            Objects.requireNonNull(evidence, "evidence");
        }
    }

    /**
     * A draft of which nobody knows what became of it.
     *
     * @param request tells which drafts were sent with one request, as far as the ledger knows
     * @param findingIds those of its findings that are in doubt
     * @param evidence what was known when it was sent, by which its case is recognised
     * @param wasLookedFor whether somebody looked for its case until the window was over, and found none; false if whoever sent
     *     it never told
     * @param tookEffect whether a finding of the request, of this draft or of another one, was told to be on a case by now
     */
    record InDoubt(
            String request, List<String> findingIds, SendEvidence evidence, boolean wasLookedFor, boolean tookEffect) {
        public InDoubt {
            Objects.requireNonNull(request, "request");
            findingIds = List.copyOf(findingIds);
            Objects.requireNonNull(evidence, "evidence");
        }
    }

    /** What findings come to in the end. */
    enum End {
        /** On a case of ours that has a ServiceNow ticket. */
        TICKETED,
        /** On a case of ours without a ServiceNow ticket. */
        CASE_ONLY,
        /** They may be on a ticket of ours, and were looked for until the window was over, in vain. */
        IN_DOUBT,
        /** They may be on a ticket of ours, and nobody looked for long enough: whoever comes next does. */
        LEFT,
        /** They are on no ticket by this intent, and will not be. */
        FREE
    }

    /**
     * Findings that come to the same end.
     *
     * @param on the case; null unless they are on one
     */
    record Settlement(End end, List<String> findingIds, CaseReference on) {
        public Settlement {
            findingIds = List.copyOf(findingIds);
            if ((end == End.TICKETED || end == End.CASE_ONLY) == (on == null)) {
                throw new IllegalArgumentException(end + (on == null ? " needs a case" : " has no case"));
            }
        }
    }

    /**
     * Claims findings. Each that is free, claimed by this intent already, claimed by another whose time is over, or purged and
     * looked up, is claimed now, for as long as the ledger's lease; the others stay as they are.
     *
     * @return the findings that are not claimed, and why; what was being sent by a process that is gone is in doubt
     */
    Map<String, Held> claim(Intent intent, Collection<Wanted> wanted);

    /**
     * Drafts are about to leave: called immediately before the first byte is written. Those of their findings that this intent
     * has claimed, or is sending already, are in doubt from now on.
     *
     * @return those that it has not, for others took them over: they must not be sent
     */
    Set<String> sending(Intent intent, List<Sending> drafts);

    /** What this intent was sending has certainly not been made: it has claimed it again. Others' findings stay as they are. */
    void notMade(Intent intent, Collection<String> findingIds);

    /**
     * Takes drafts over that are in doubt and that nobody is at work on, whole: from now on this intent is the one that is
     * sending them, and whoever was before changes nothing any more, but for telling that they are on a case.
     *
     * @param findingIds of each draft at least one
     * @return the drafts that were taken over, now or by an earlier call with the same intent
     */
    List<InDoubt> takeOver(Intent intent, Collection<String> findingIds);

    /**
     * Likewise, whichever they are; first those that an earlier call took over.
     *
     * @param most how many drafts at most
     */
    List<InDoubt> takeOverAny(Intent intent, int most);

    /**
     * Findings have come to an end. That they are on a case is a fact, whoever holds them by now, and tells that the request took
     * effect that they were sent with, as long as any of it is in doubt; all other ends hold for what this intent has claimed or
     * was sending, and leave others' findings as they are.
     */
    void settle(Intent intent, List<Settlement> settlements);

    /**
     * How often {@link #alive} has to be called while this object is in use, so that others know that what it is sending is not
     * left; empty if that is known otherwise. The component sees to it. Who has missed five is to be taken for gone by then: that is
     * when a start looks once more for what was left.
     */
    default Optional<Duration> aliveEvery() {
        return Optional.empty();
    }

    /** Whoever uses this object is alive: what it holds is not to be taken over. */
    default void alive() {}
}
