package io.github.cameldatadog.findings.crash;

/** A moment in the life of a process at which the test can hold, stop or kill it. */
enum Moment {
    /** Told by the process: all is set up, and nothing is consumed yet. */
    READY,
    /** Told by the process: a claim is committed. */
    CLAIMED,
    /** Told by the process: it is to be committed that findings are about to be sent. */
    DEPARTING,
    /** Told by the process: it is committed that findings are about to be sent. */
    SENDING,
    /** Told by the process: ends are known and not in the ledger yet. */
    SETTLING,
    /** Told by the process: some of the ends of one request are committed, others are not. */
    HALF_SETTLED,
    /** Told by the process: ends are committed. */
    SETTLED,
    /** Told by the process: what another left in doubt is taken over, and that is committed. */
    TAKEN_OVER,
    /** Told by the process: some of what is old is thrown away, and that is to be committed. */
    PURGING,
    /** Told by the process: some of what is old is thrown away, and that is committed. */
    PURGED,
    /** Told by the process: the exchange is done, and what it came from knows nothing of that. */
    CALLED_BACK,
    /** Told by the process: the report is written, and what the exchange came from knows nothing of that. */
    REPORTED,
    /** Seen on the wire: a search begins. */
    SEARCH,
    /** Seen on the wire: Datadog has half the body of a create request. */
    HALF_A_BODY,
    /** Seen on the wire: Datadog has answered a create request, and the process has nothing of it. */
    ANSWER_WITHHELD,
    /** Seen on the wire: Datadog has broken off instead of answering a create request. */
    ANSWER_LOST,
    /** Seen on the wire: the process has half the answer to a create request. */
    HALF_AN_ANSWER
}
