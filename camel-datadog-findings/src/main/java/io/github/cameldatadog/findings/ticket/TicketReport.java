package io.github.cameldatadog.findings.ticket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of every finding of one exchange: counts, everything that did not go well, and as many of the tickets as
 * were asked for. Immutable, so safe for use by several threads.
 *
 * <p>The books balance: {@code received = ticketed + caseOnly + rejected + unknown + notSent + heldElsewhere +
 * skipped + planned}.
 */
public final class TicketReport {

    private final long received;
    private final Map<TicketOutcome.Kind, Long> counts;
    private final Map<SkipReason, Long> skipped;
    private final List<ReportEntry> tickets;
    private final List<ReportEntry> problems;
    private final Requests requests;
    private final Instant startedAt;
    private final Instant finishedAt;
    private final String stopped;

    private TicketReport(Builder builder, Instant finishedAt) {
        this.received = builder.received;
        this.counts = Collections.unmodifiableMap(new EnumMap<>(builder.counts));
        this.skipped = Collections.unmodifiableMap(new EnumMap<>(builder.skipped));
        this.tickets = List.copyOf(builder.tickets);
        this.problems = List.copyOf(builder.problems);
        this.requests = builder.requests;
        this.startedAt = builder.startedAt;
        this.finishedAt = finishedAt;
        this.stopped = builder.stopped;
    }

    /**
     * How many requests were made.
     *
     * @param creates requests to create tickets that went over the wire, each attempt counted
     * @param searches requests to search that went over the wire, each attempt counted
     * @param retries how many of both were repetitions of a request that Datadog did not process
     */
    public record Requests(long creates, long searches, long retries) {
        static final Requests NONE = new Requests(0, 0, 0);

        Requests plus(Requests more) {
            return new Requests(creates + more.creates, searches + more.searches, retries + more.retries);
        }
    }

    /** Elements that came in, usable or not. */
    public long received() {
        return received;
    }

    /** How many findings had that outcome. */
    public long count(TicketOutcome.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Findings on a case whose ServiceNow ticket exists. */
    public long ticketed() {
        return count(TicketOutcome.Kind.TICKETED);
    }

    /** Findings on a case without a ServiceNow ticket. */
    public long caseOnly() {
        return count(TicketOutcome.Kind.CASE_ONLY);
    }

    /** Findings that Datadog refused. */
    public long rejected() {
        return count(TicketOutcome.Kind.REJECTED);
    }

    /** Findings that may be on a ticket. */
    public long unknown() {
        return count(TicketOutcome.Kind.UNKNOWN);
    }

    /** Findings that were not sent. */
    public long notSent() {
        return count(TicketOutcome.Kind.NOT_SENT);
    }

    /** Findings that another exchange or node was at work on. */
    public long heldElsewhere() {
        return count(TicketOutcome.Kind.HELD_ELSEWHERE);
    }

    /** Findings that were left out on purpose, invalid elements among them. */
    public long skipped() {
        return count(TicketOutcome.Kind.SKIPPED);
    }

    /** Findings that were left out for that reason. */
    public long skipped(SkipReason reason) {
        return skipped.getOrDefault(reason, 0L);
    }

    /** Findings planned in a dry run. */
    public long planned() {
        return count(TicketOutcome.Kind.PLANNED);
    }

    /** Whether every finding that came in is counted under exactly one outcome. */
    public boolean isBalanced() {
        return received == counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every finding is ticketed, planned, or was left out for a reason other than being invalid. */
    public boolean wentWell() {
        return stopped == null
                && caseOnly() + rejected() + unknown() + notSent() + heldElsewhere() + skipped(SkipReason.INVALID) == 0;
    }

    /** Tickets made or planned, in the order in which they were settled, where the report was to keep them. */
    public List<ReportEntry> tickets() {
        return tickets;
    }

    /** Everything that did not go well; where the report was to keep all, also what was skipped on purpose. */
    public List<ReportEntry> problems() {
        return problems;
    }

    /** How many requests were made. */
    public Requests requests() {
        return requests;
    }

    /** When work on the exchange began; for a redelivered one, when it first began. */
    public Instant startedAt() {
        return startedAt;
    }

    /** When the last outcome was settled. */
    public Instant finishedAt() {
        return finishedAt;
    }

    /** Why the work ended early, such as a body that could not be read to its end; null if it did not. */
    public String stopped() {
        return stopped;
    }

    /**
     * What is safe to send again, as a body: the findings that were not sent, those that others held, and those refused for
     * the set-up's sake (keys, permissions, project); of a draft that came in with the message, that draft with what is left of its findings.
     * What was not read of a stream that stopped is not among them.
     */
    public List<Remaining> remaining() {
        List<Remaining> again = new ArrayList<>();
        Map<TicketDraft, List<Finding>> leftOfGiven = new LinkedHashMap<>();
        for (ReportEntry problem : problems) {
            TicketOutcome outcome = problem.outcome();
            if (outcome.maySendAgain()) {
                Optional<TicketDraft> given =
                        Optional.ofNullable(problem.draft()).flatMap(TicketDraft::given);
                given.map(draft -> leftOfGiven.computeIfAbsent(draft, d -> new ArrayList<>()))
                        .ifPresentOrElse(
                                left -> left.addAll(problem.findings()), () -> again.addAll(problem.findings()));
            }
        }
        leftOfGiven.forEach((draft, left) -> again.add(draft.withFindings(left)));
        return Collections.unmodifiableList(again);
    }

    /** The report as a table to read, one line a ticket and one a problem, with the books below. */
    public String table() {
        return ReportTable.of(this);
    }

    /** A summary of at most 2,048 characters. */
    @Override
    public String toString() {
        return ReportTable.summary(this);
    }

    /** What an entry of a report keeps. */
    public enum Detail {
        /** Tickets that were made are counted only. */
        PROBLEMS,
        /** Every entry is kept: memory grows with the number of findings. */
        ALL
    }

    /** Writes the books while outcomes are settled. Safe for use by several threads. */
    public static final class Builder {

        private final Detail detail;
        private final Instant startedAt;
        private final Map<TicketOutcome.Kind, Long> counts = new EnumMap<>(TicketOutcome.Kind.class);
        private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
        private final List<ReportEntry> tickets = new ArrayList<>();
        private final List<ReportEntry> problems = new ArrayList<>();
        private Requests requests = Requests.NONE;
        private long received;
        private String stopped;

        public Builder(Detail detail, Instant startedAt) {
            this.detail = detail;
            this.startedAt = startedAt;
        }

        /** An element came in. */
        public synchronized void received() {
            received++;
        }

        /** Findings are settled. */
        public synchronized void settled(ReportEntry entry) {
            counts.merge(entry.outcome().kind(), (long) entry.count(), Long::sum);
            if (entry.outcome() instanceof TicketOutcome.Skipped skip) {
                skipped.merge(skip.why(), (long) entry.count(), Long::sum);
            }
            boolean ticket = entry.outcome().kind() == TicketOutcome.Kind.TICKETED;
            if (ticket && detail == Detail.ALL || entry.outcome().kind() == TicketOutcome.Kind.PLANNED) {
                tickets.add(entry);
            } else if (!entry.wentWell() || detail == Detail.ALL) {
                problems.add(entry);
            }
        }

        /** Requests were made. */
        public synchronized void requested(Requests more) {
            requests = requests.plus(more);
        }

        /** The work ends early; the first reason is kept. */
        public synchronized void stopped(String reason) {
            if (stopped == null) {
                stopped = reason;
            }
        }

        /**
         * Takes over from an earlier attempt at the same exchange what keeps its outcome: all but what was not sent and what
         * was refused for the set-up's sake, and, if the body is read again, what was planned, and the duplicates and invalid
         * elements that it holds, for they come again.
         *
         * <p>Findings of tickets that were only counted are not known here: the caller remembers which they are.
         */
        public synchronized Builder carryOver(Builder earlier, boolean bodyIsReadAgain) {
            synchronized (earlier) {
                for (Map.Entry<TicketOutcome.Kind, Long> count : earlier.counts.entrySet()) {
                    if (isCountKept(count.getKey(), bodyIsReadAgain)) {
                        counts.merge(count.getKey(), count.getValue(), Long::sum);
                        received += count.getValue();
                    }
                }
                earlier.skipped.forEach((why, count) -> {
                    if (why.standsOnRedelivery() || !bodyIsReadAgain) {
                        skipped.merge(why, count, Long::sum);
                        counts.merge(TicketOutcome.Kind.SKIPPED, count, Long::sum);
                        received += count;
                    }
                });
                earlier.tickets.stream()
                        .filter(ticket -> isKept(ticket.outcome(), bodyIsReadAgain))
                        .forEach(tickets::add);
                for (ReportEntry problem : earlier.problems) {
                    if (!isKept(problem.outcome(), bodyIsReadAgain)) {
                        continue;
                    }
                    if (problem.outcome().maySendAgain()) {
                        counts.merge(problem.outcome().kind(), (long) -problem.count(), Long::sum);
                        received -= problem.count();
                        continue;
                    }
                    problems.add(problem);
                }
                requests = requests.plus(earlier.requests);
            }
            return this;
        }

        private static boolean isKept(TicketOutcome outcome, boolean bodyIsReadAgain) {
            return outcome instanceof TicketOutcome.Skipped skip
                    ? skip.why().standsOnRedelivery() || !bodyIsReadAgain
                    : isCountKept(outcome.kind(), bodyIsReadAgain);
        }

        /** What was skipped is counted by its reasons. */
        private static boolean isCountKept(TicketOutcome.Kind kind, boolean bodyIsReadAgain) {
            return switch (kind) {
                case TICKETED, CASE_ONLY, REJECTED, UNKNOWN -> true;
                case NOT_SENT, HELD_ELSEWHERE, SKIPPED -> false;
                case PLANNED -> !bodyIsReadAgain;
            };
        }

        /** The report as it stands. */
        public synchronized TicketReport build(Instant finishedAt) {
            return new TicketReport(this, finishedAt);
        }
    }
}
