package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.CreatedCase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What answers have told of a site, and of us there, that helps to recognise a case of ours: how its clock stands, as which
 * user our keys make cases, how the keys of a project's cases begin, and which tickets of ours were made last. Shared by the
 * endpoints that use the same site with the same keys. Safe for use by several threads.
 */
public final class SiteKnowledge {

    /** Datadog tells time in whole seconds, and clocks are not quite the same. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** Tickets that are remembered: one is enough, but its finding may have been moved or closed since. */
    private static final int MOST_WITNESSES = 3;
    /** Kept apart in time, so that of those remembered some are older than the index lags. */
    private static final Duration BETWEEN_WITNESSES = Duration.ofSeconds(10);

    private static final int MOST_REMEMBERED = 60;
    /** Keys may change from one service account to another, and cases of both are ours. */
    private static final int MOST_USERS = 8;
    /** For how long a reading of the clock is kept that was better than later ones. */
    private static final Duration READING_KEPT = Duration.ofMinutes(10);

    private final Set<String> users = new LinkedHashSet<>();
    private final Map<String, String> keyPrefixes = new ConcurrentHashMap<>();
    private final Deque<Witness> witnesses = new ArrayDeque<>();
    private Reading reading;

    /**
     * A ticket of ours: once the index shows it, the index has come as far as that.
     *
     * @param findingId a finding on it
     * @param caseId its case
     * @param madeAt when it was made, by Datadog's clock
     */
    public record Witness(String findingId, String caseId, Instant madeAt) {}

    /** By how much their clock is ahead of ours, at least; the shorter the request took, the better is that known. */
    private record Reading(Duration ahead, Duration took, Instant at) {}

    /** Learns from an answer how their clock stands. */
    public void heard(Delivery delivery, Instant receivedAt) {
        boolean datadogs =
                delivery.answer().orElse(null) instanceof Answer.Received received && received.status() / 100 == 2;
        if (!datadogs || delivery.serverDate().isEmpty()) {
            return; // a gateway's clock is not Datadog's
        }
        Duration ahead = Duration.between(receivedAt, delivery.serverDate().get());
        Reading now = new Reading(ahead, delivery.wireTime(), receivedAt);
        synchronized (this) {
            boolean better = reading == null
                    || now.took().compareTo(reading.took()) <= 0
                    || reading.at().plus(READING_KEPT).isBefore(receivedAt);
            reading = better ? now : reading;
        }
    }

    /** A moment of our clock by theirs; ours where nothing is known of theirs. */
    public synchronized Instant byTheirClock(Instant ours) {
        return reading == null ? ours : ours.plus(reading.ahead());
    }

    /** The moment before which a case cannot be of a request that was sent at that moment of our clock. */
    public Instant notBefore(Instant sentAt) {
        return byTheirClock(sentAt).minus(CLOCK_TOLERANCE);
    }

    /** Learns from a case that an answer to a create request told of. */
    public void made(CreatedCase made) {
        if (made.key() != null && made.projectId() != null) {
            prefixOf(made.key()).ifPresent(prefix -> keyPrefixes.put(made.projectId(), prefix));
        }
        synchronized (this) {
            if (made.createdBy() != null && users.add(made.createdBy()) && users.size() > MOST_USERS) {
                users.remove(users.iterator().next());
            }
            if (made.createdAt() != null && !made.findingIds().isEmpty()) {
                remember(new Witness(made.findingIds().get(0), made.id(), made.createdAt()));
            }
        }
    }

    private void remember(Witness made) {
        Witness last = witnesses.peekLast();
        if (last != null && made.madeAt().isBefore(last.madeAt().plus(BETWEEN_WITNESSES))) {
            return;
        }
        witnesses.addLast(made);
        if (witnesses.size() > MOST_REMEMBERED) {
            witnesses.removeFirst();
        }
    }

    /** Whether any answer has told as which user our keys make cases. */
    public synchronized boolean knowsUs() {
        return !users.isEmpty();
    }

    /** Ids of the users as which our keys make cases, as far as answers have told. */
    public synchronized Set<String> users() {
        return Set.copyOf(users);
    }

    /** Whether we may have made a case as that user; null for a user that is not told. */
    public synchronized boolean mayBeUs(String userId) {
        return users.isEmpty() || users.contains(userId);
    }

    /** Whether a case with that key may be in that project; null for a key that is not told. */
    public boolean mayBeIn(String projectId, String caseKey) {
        String known = keyPrefixes.get(projectId);
        return known == null || caseKey != null && prefixOf(caseKey).equals(Optional.of(known));
    }

    /** A few tickets of ours that were made after that moment of their clock, the earliest first: the index shows them first. */
    public synchronized List<Witness> madeAfter(Instant theirs) {
        return witnesses.stream()
                .filter(witness -> witness.madeAt().isAfter(theirs))
                .limit(MOST_WITNESSES)
                .toList();
    }

    private static Optional<String> prefixOf(String caseKey) {
        int end = caseKey.lastIndexOf('-');
        return end < 1 ? Optional.empty() : Optional.of(caseKey.substring(0, end));
    }
}
