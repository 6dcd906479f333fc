package io.github.cameldatadog.findings.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The books of one rate-limit bucket: how many more requests may leave now. Not safe for use by several threads: guarded by
 * its gate. Times are nanoseconds of {@link Timing#nanoTime}.
 *
 * <p>Every answer tells by its {@code Reset} when the window ends in which its request was counted: between the request's
 * start plus {@code Reset} and now plus {@code Reset}, give or take the grain. So it tells which window that was, and an
 * answer of a later window also tells that the one before is over. Without an answer a window is taken as over at the latest
 * moment that its answers allow for. Of any other request it is unknown in which window it counts: it counts in whichever is
 * the current one for as long as it is in flight and, where no answer told its window ("loose"), until that window must be
 * over.
 *
 * <p>Two bounds hold at once, and both err on the slow side. By our own count, never more than the limit are known or
 * possible in the current window, so that our requests alone never pass the limit: whichever request of a window leaves last,
 * all others of that window are on the books by then. The other bound goes by what Datadog told: the lowest {@code Remaining}
 * of this window, less every request that this figure may not include. As the figure only falls within a window, an older
 * answer that comes late has a higher one and changes nothing.
 *
 * <p>This holds for windows that are a period apart (60 seconds, where none is told). An answer whose window is uncertain by
 * half a period or more (it took that long to come) is not believed but makes its request a loose one.
 */
final class RateWindow {

    /** Datadog tells times in whole seconds; whether it rounds up or down is not documented. */
    static final Duration GRAIN = Duration.ofSeconds(1);
    /** How long a window is taken to be where Datadog does not tell its period. */
    static final Duration GUESSED_PERIOD = Duration.ofSeconds(60);
    /** As many may leave before the first answer has told anything. */
    static final int BEFORE_FIRST_ANSWER = 4;

    private static final int UNKNOWN = Integer.MAX_VALUE;
    /** Once a limit is known, the limit bounds how many there are. */
    private static final int MOST_LOOSE_WITHOUT_LIMIT = 1000;

    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    private boolean heard;
    /** Whether there is a limit at all, known or not. */
    private boolean limited;

    private int limit = UNKNOWN;
    private Optional<Duration> period = Optional.empty();
    private Optional<String> name = Optional.empty();

    private final Deque<Loose> loose = new ArrayDeque<>();
    private Optional<Counted> current = Optional.empty();
    private int inFlight;

    private boolean held;
    private long heldUntil;
    private boolean probing;
    private boolean probeOut;

    /**
     * A request that was let through.
     *
     * @param probe whether it leaves alone, to test the water after a 429
     */
    record Sent(long at, boolean probe) {}

    /**
     * A request that is over, and of which no answer told in which window it was counted.
     *
     * @param inFigure whether its own answer told how many remain
     */
    private record Loose(long over, boolean inFigure) {}

    /** The bounds within which a window ends. */
    private record End(long earliest, long latest) {

        boolean isBefore(End other) {
            return latest - other.earliest < 0;
        }

        End and(End other) {
            return new End(
                    earliest - other.earliest > 0 ? earliest : other.earliest,
                    latest - other.latest < 0 ? latest : other.latest);
        }
    }

    /** What is known of one of the server's windows. */
    private static final class Counted {
        private final boolean endTold;
        private final long heardAt;
        private End end;
        private int lowest;
        private long lowestLeft;
        private int requests;
        private boolean over;

        Counted(boolean endTold, End end, Sent sent, int remaining, long now) {
            this.endTold = endTold;
            this.end = end;
            this.heardAt = now;
            this.lowest = remaining;
            this.lowestLeft = sent.at();
        }

        void lower(Sent sent, int remaining) {
            if (remaining < lowest) {
                lowest = remaining;
                lowestLeft = sent.at();
            }
        }
    }

    /** How many requests may leave now; 0 or less if none. */
    int free(long now) {
        forgetWhatIsOver(now);
        if (held && now - heldUntil < 0) {
            return 0;
        }
        held = false;
        if (!heard) {
            return BEFORE_FIRST_ANSWER - inFlight;
        }
        if (probing) {
            return probeOut ? 0 : Math.min(1, left());
        }
        // Where a limit is, but nobody has told it, it is as before the first answer.
        return limited && limit == UNKNOWN ? Math.min(left(), BEFORE_FIRST_ANSWER - inFlight) : left();
    }

    /** How long until waiting may be over without an answer; empty if only an answer can end it. */
    Optional<Duration> untilNextLook(long now) {
        if (held) {
            return Optional.of(until(heldUntil, now));
        }
        Optional<Duration> untilEnd =
                current.filter(window -> !window.over).map(window -> until(window.end.latest(), now));
        if (loose.isEmpty()) {
            return untilEnd;
        }
        Duration untilForgotten = until(loose.getFirst().over() + length(), now);
        return untilEnd.filter(wait -> wait.compareTo(untilForgotten) < 0).or(() -> Optional.of(untilForgotten));
    }

    /** Notes that one leaves. */
    Sent start(long now) {
        inFlight++;
        probeOut |= probing;
        return new Sent(now, probing);
    }

    /** Notes that one did not leave after all. */
    void unsent(Sent sent) {
        inFlight--;
        endProbe(sent);
    }

    /** Notes that one left and no answer came: it may count or not. */
    void unanswered(Sent sent, long now) {
        inFlight--;
        endProbe(sent);
        keepLoose(now, false);
    }

    /** Notes an answer other than 429. */
    void answered(Sent sent, RateLimitHeaders told, long now) {
        noteAnswer(sent, told, now);
        probing &= !sent.probe();
        Optional<End> end = toldEnd(sent, told, now);
        if (told.remaining().isEmpty()) {
            keepLoose(now, false);
        } else if (end.isPresent()) {
            place(sent, end.get(), told.remaining().getAsInt(), now);
        } else {
            keepLoose(now, true);
            lowerWithoutEnd(sent, told, now);
        }
    }

    /**
     * Notes a 429: closed for as long as it asks, else for the wait; then one request tests the water. A 429 of a window that
     * is over asks for nothing any more.
     */
    void refused(Sent sent, RateLimitHeaders told, Duration wait, long now) {
        noteAnswer(sent, told, now);
        Optional<End> end = toldEnd(sent, told, now);
        if (end.isPresent() && !place(sent, end.get(), 0, now)) {
            return;
        }
        probing = true;
        limited = true;
        Optional<Duration> asked = told.askedWait();
        Duration longer = asked.filter(delay -> delay.compareTo(wait) > 0).orElse(wait);
        long until = now + nanos(longer) + (asked.isPresent() ? GRAIN.toNanos() : 0);
        heldUntil = held && heldUntil - until > 0 ? heldUntil : until;
        held = true;
    }

    OptionalInt limit() {
        return limit == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    OptionalInt remaining() {
        int left = left();
        return left == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(Math.max(0, left));
    }

    Optional<Duration> untilReset(long now) {
        if (held && heldUntil - now > 0) {
            return Optional.of(until(heldUntil, now));
        }
        return current.filter(window -> !window.over && window.end.latest() - now > 0)
                .map(window -> until(window.end.latest(), now));
    }

    Optional<String> name() {
        return name;
    }

    int inFlight() {
        return inFlight;
    }

    private int left() {
        int unplaced = inFlight + loose.size();
        Optional<Counted> open = current.filter(window -> !window.over);
        int counted = open.map(window -> window.requests).orElse(0);
        int byOwnCount = limit == UNKNOWN ? UNKNOWN : limit - counted - unplaced;
        return Math.min(byOwnCount, open.map(this::leftAsTold).orElse(UNKNOWN));
    }

    private int leftAsTold(Counted window) {
        long notInFigure = loose.stream()
                .filter(request -> !request.inFigure() && request.over() - window.lowestLeft >= 0)
                .count();
        return window.lowest - inFlight - (int) notInFigure;
    }

    private void noteAnswer(Sent sent, RateLimitHeaders told, long now) {
        forgetWhatIsOver(now);
        heard = true;
        limit = told.limit().orElse(limit);
        period = told.period().or(() -> period);
        name = told.name().or(() -> name);
        inFlight--;
        endProbe(sent);
    }

    private void endProbe(Sent sent) {
        probeOut &= !sent.probe();
    }

    /** When the answer's window ends, if that tells it from the windows before and after. */
    private Optional<End> toldEnd(Sent sent, RateLimitHeaders told, long now) {
        return told.reset()
                .map(reset -> new End(sent.at() + nanos(reset) - GRAIN.toNanos(), now + nanos(reset) + GRAIN.toNanos()))
                .filter(end -> end.latest() - end.earliest() < length() / 2);
    }

    /** Counts a request in its window; false if that window is over. */
    private boolean place(Sent sent, End end, int remaining, long now) {
        if (current.isEmpty() || !current.get().endTold || current.get().end.isBefore(end)) {
            current.ifPresent(this::forgetLooseOf);
            Counted next = new Counted(true, end, sent, remaining, now);
            next.requests = 1;
            current = Optional.of(next);
            return true;
        }
        Counted window = current.get();
        boolean earlier = end.isBefore(window.end);
        if (earlier && sent.at() - window.heardAt < 0) {
            return false;
        }
        // Nothing that left after this window was heard of is of an earlier one: there the server contradicts itself.
        window.end = earlier ? window.end : window.end.and(end);
        window.requests++;
        window.lower(sent, remaining);
        return !window.over;
    }

    /** Takes a figure of an uncertain window as one of a window that may last for a period more, for want of a better one. */
    private void lowerWithoutEnd(Sent sent, RateLimitHeaders told, long now) {
        int remaining = told.remaining().orElse(UNKNOWN);
        if (current.isEmpty() || current.get().over) {
            current = Optional.of(new Counted(false, new End(sent.at(), now + length()), sent, remaining, now));
        } else if (!current.get().endTold) {
            current.get().lower(sent, remaining);
        }
    }

    private void keepLoose(long now, boolean inFigure) {
        loose.addLast(new Loose(now, inFigure));
        if (limit == UNKNOWN && loose.size() > MOST_LOOSE_WITHOUT_LIMIT) {
            loose.removeFirst();
        }
    }

    private void forgetWhatIsOver(long now) {
        while (!loose.isEmpty() && now - (loose.getFirst().over() + length()) >= 0) {
            loose.removeFirst();
        }
        if (current.isPresent()
                && !current.get().over
                && now - current.get().end.latest() >= 0) {
            Counted window = current.get();
            window.over = true;
            probing |= limit == UNKNOWN || (!window.endTold && period.isEmpty());
            forgetLooseOf(window);
        }
    }

    /** What was over before this window can have ended does not count in the next. */
    private void forgetLooseOf(Counted window) {
        while (window.endTold && !loose.isEmpty() && loose.getFirst().over() - window.end.earliest() <= 0) {
            loose.removeFirst();
        }
    }

    private long length() {
        return nanos(period.orElse(GUESSED_PERIOD));
    }

    private static Duration until(long then, long now) {
        return Duration.ofNanos(Math.max(0, then - now));
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD.toNanos() : duration.toNanos();
    }
}
