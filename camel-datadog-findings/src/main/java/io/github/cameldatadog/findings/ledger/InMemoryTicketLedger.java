package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ledger in the memory of this process: it keeps exchanges of one process from putting a finding on two tickets, also while
 * Datadog's index does not show yet what the first one made. It forgets what has come to its end after a while, and the oldest
 * of it where that is too much; what is on its way is never forgotten. A restart forgets everything.
 */
public final class InMemoryTicketLedger implements TicketLedger {

    /** For how long an end is remembered unless told otherwise: longer than any index lags. */
    public static final Duration DEFAULT_MEMORY = Duration.ofHours(24);
    /** For how many findings an end is remembered unless told otherwise; one takes about 200 bytes. */
    public static final int DEFAULT_MOST = 100_000;

    /** Long enough for a claim that waits for its turn to search and for templates; a sender that lives renews it. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Duration memory;
    private final int most;

    private final Map<Key, Entry> underWay = new HashMap<>();
    /** By the time of their end. What may be forgotten first is first. */
    private final Map<Key, Entry> ticketed = new LinkedHashMap<>();

    private final Map<Key, Entry> troubled = new LinkedHashMap<>();
    private long requests;

    private record Key(Scope scope, String findingId) {}

    /** What its drafts have in common. */
    private static final class Request {
        private final String id;
        private boolean tookEffect;

        Request(String id) {
            this.id = id;
        }
    }

    /** What was sent as one ticket: told apart by being the same object. */
    private static final class Draft {
        private final Request request;
        private final SendEvidence evidence;

        Draft(Request request, SendEvidence evidence) {
            this.request = request;
            this.evidence = evidence;
        }
    }

    /**
     * @param until when others may claim it, if it is only claimed
     * @param draft what it was sent with; null before
     * @param wasLookedFor whether it was looked for in vain; tells of what is in doubt
     * @param before the ticket that it is to follow, and that stands if it does not; null if there is none
     */
    private record Entry(
            Intent intent,
            String holder,
            State state,
            Instant since,
            Instant until,
            CaseReference on,
            Draft draft,
            boolean wasLookedFor,
            Entry before) {

        static Entry ended(Intent intent, State state, Instant now, CaseReference on) {
            return new Entry(intent, intent.holder(), state, now, Instant.MAX, on, null, false, null);
        }

        static Entry claimed(Intent intent, Instant now, Entry before) {
            return new Entry(intent, intent.holder(), State.CLAIMED, now, now.plus(LEASE), null, null, false, before);
        }

        Entry sending(Instant now, Draft as) {
            return new Entry(intent, holder, State.SENDING, now, Instant.MAX, null, as, false, before);
        }

        Entry takenOver(Intent by, Instant now) {
            return new Entry(by, holder, State.SENDING, now, Instant.MAX, null, draft, wasLookedFor, before);
        }

        Entry inDoubt(Instant now, boolean lookedFor) {
            return new Entry(intent, holder, State.IN_DOUBT, now, Instant.MAX, null, draft, lookedFor, null);
        }

        /** Whoever is sending lives as long as this memory. */
        boolean isLeftInDoubt() {
            return state == State.IN_DOUBT && draft != null;
        }

        /** Whether the intent may take it over, or has done so already. */
        boolean isToBeHadBy(Intent other) {
            return isLeftInDoubt() || state == State.SENDING && isOf(other);
        }

        /** What stands if this one is given up. */
        Entry ticketBefore() {
            return state == State.TICKETED ? this : before;
        }

        Held held() {
            return new Held(state, holder, since, on, draft == null ? null : draft.evidence);
        }

        boolean isOf(Intent other) {
            return intent.scope().equals(other.scope()) && intent.id().equals(other.id());
        }
    }

    /** A ledger with the default bounds. */
    public InMemoryTicketLedger(InstantSource clock) {
        this(clock, DEFAULT_MEMORY, DEFAULT_MOST);
    }

    /**
     * @param memory for how long an end is remembered; should be longer than Datadog's index lags
     * @param most for how many findings a ticket is remembered, and for how many a doubt or a case alone, 1 or more
     */
    public InMemoryTicketLedger(InstantSource clock, Duration memory, int most) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.memory = Objects.requireNonNull(memory, "memory");
        if (memory.isNegative() || memory.isZero() || most < 1) {
            throw new IllegalArgumentException(
                    "A ledger remembers for more than no time and for 1 finding or more, not for " + memory + " and "
                            + most + " findings");
        }
        this.most = most;
    }

    @Override
    public synchronized Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
        Instant now = clock.instant();
        forgetOld(now);
        Map<String, Held> held = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            Key key = new Key(intent.scope(), one.findingId());
            Entry entry = asItStands(entry(key), intent, now);
            if (entry == null || mayClaim(intent, one, entry, now)) {
                Entry before = entry == null ? null : entry.ticketBefore();
                put(key, Entry.claimed(intent, now, before));
            } else {
                held.put(one.findingId(), entry.held());
            }
        }
        return held;
    }

    /** Where a claim's time is over, the ticket stands again that was to be followed by another. */
    private static Entry asItStands(Entry entry, Intent intent, Instant now) {
        boolean isGivenUp = entry != null
                && entry.state() == State.CLAIMED
                && !entry.isOf(intent)
                && entry.until().isBefore(now);
        return isGivenUp && entry.before() != null ? entry.before() : entry;
    }

    private static boolean mayClaim(Intent intent, Wanted wanted, Entry entry, Instant now) {
        return switch (entry.state()) {
            case CLAIMED -> entry.isOf(intent) || entry.until().isBefore(now);
            case TICKETED ->
                entry.on() != null && wanted.closedCases().contains(entry.on().id());
            case PURGED -> wanted.isLookedUp();
            case SENDING, CASE_ONLY, IN_DOUBT -> false;
        };
    }

    @Override
    public synchronized Set<String> sending(Intent intent, List<Sending> drafts) {
        Instant now = clock.instant();
        Set<String> lost = new HashSet<>();
        Request request = new Request(intent.id() + "-" + ++requests);
        for (Sending leaving : drafts) {
            Draft draft = new Draft(request, leaving.evidence());
            for (String id : leaving.findingIds()) {
                Key key = new Key(intent.scope(), id);
                if (isOwn(intent, id)) {
                    put(key, underWay.get(key).sending(now, draft));
                } else {
                    lost.add(id);
                }
            }
        }
        return lost;
    }

    @Override
    public synchronized void notMade(Intent intent, Collection<String> findingIds) {
        for (String id : findingIds) {
            Key key = new Key(intent.scope(), id);
            if (isOwn(intent, id)) {
                put(
                        key,
                        Entry.claimed(intent, clock.instant(), underWay.get(key).before()));
            }
        }
    }

    @Override
    public synchronized List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
        Set<Draft> wanted = new LinkedHashSet<>();
        for (String id : findingIds) {
            Entry entry = entry(new Key(intent.scope(), id));
            if (entry != null && entry.isToBeHadBy(intent)) {
                wanted.add(entry.draft());
            }
        }
        return takeOver(intent, wanted);
    }

    @Override
    public synchronized List<InDoubt> takeOverAny(Intent intent, int most) {
        Set<Draft> wanted = Stream.of(underWay, troubled)
                .flatMap(some -> some.entrySet().stream())
                .filter(one -> one.getKey().scope().equals(intent.scope()))
                .map(Map.Entry::getValue)
                .filter(entry -> entry.isToBeHadBy(intent))
                .map(Entry::draft)
                .distinct()
                .limit(most)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return takeOver(intent, wanted);
    }

    private List<InDoubt> takeOver(Intent intent, Set<Draft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Map<Draft, List<Key>> left = new LinkedHashMap<>();
        List.of(underWay, troubled)
                .forEach(some -> some.forEach((key, entry) -> {
                    if (entry.isToBeHadBy(intent) && drafts.contains(entry.draft())) {
                        left.computeIfAbsent(entry.draft(), first -> new ArrayList<>())
                                .add(key);
                    }
                }));
        Instant now = clock.instant();
        List<InDoubt> taken = new ArrayList<>();
        left.forEach((draft, keys) -> {
            boolean lookedFor = keys.stream().allMatch(key -> entry(key).wasLookedFor());
            keys.forEach(key -> put(key, entry(key).takenOver(intent, now)));
            List<String> ids = keys.stream().map(Key::findingId).toList();
            taken.add(new InDoubt(draft.request.id, ids, draft.evidence, lookedFor, draft.request.tookEffect));
        });
        return taken;
    }

    @Override
    public synchronized void settle(Intent intent, List<Settlement> settlements) {
        Instant now = clock.instant();
        for (Settlement settlement : settlements) {
            for (String id : settlement.findingIds()) {
                settle(intent, id, settlement, now);
            }
        }
        forgetTooMany();
    }

    private void settle(Intent intent, String findingId, Settlement settlement, Instant now) {
        Key key = new Key(intent.scope(), findingId);
        switch (settlement.end()) {
            case TICKETED -> putOnCase(key, Entry.ended(intent, State.TICKETED, now, settlement.on()));
            case CASE_ONLY -> putOnCase(key, Entry.ended(intent, State.CASE_ONLY, now, settlement.on()));
            case IN_DOUBT, LEFT -> {
                if (isOwn(intent, findingId)) {
                    put(key, underWay.get(key).inDoubt(now, settlement.end() == End.IN_DOUBT));
                }
            }
            case FREE -> {
                if (isOwn(intent, findingId)) {
                    Entry before = underWay.remove(key).before();
                    if (before != null) {
                        put(key, before);
                    }
                }
            }
        }
    }

    private void putOnCase(Key key, Entry ended) {
        Entry before = entry(key);
        if (before != null && before.draft() != null) {
            before.draft().request.tookEffect = true;
        }
        put(key, ended);
    }

    private boolean isOwn(Intent intent, String findingId) {
        Entry entry = underWay.get(new Key(intent.scope(), findingId));
        return entry != null && entry.isOf(intent);
    }

    private Entry entry(Key key) {
        Entry entry = underWay.get(key);
        entry = entry == null ? ticketed.get(key) : entry;
        return entry == null ? troubled.get(key) : entry;
    }

    private void put(Key key, Entry entry) {
        underWay.remove(key);
        ticketed.remove(key);
        troubled.remove(key);
        switch (entry.state()) {
            case CLAIMED, SENDING -> underWay.put(key, entry);
            case TICKETED -> ticketed.put(key, entry);
            case CASE_ONLY, IN_DOUBT -> troubled.put(key, entry);
        }
    }

    private void forgetOld(Instant now) {
        Instant oldest = now.minus(memory);
        for (Map<Key, Entry> ended : List.of(ticketed, troubled)) {
            Iterator<Entry> entries = ended.values().iterator();
            while (entries.hasNext() && entries.next().since().isBefore(oldest)) {
                entries.remove();
            }
        }
    }

    private void forgetTooMany() {
        for (Map<Key, Entry> ended : List.of(ticketed, troubled)) {
            Iterator<Entry> entries = ended.values().iterator();
            while (ended.size() > most) {
                entries.next();
                entries.remove();
            }
        }
    }

    @Override
    public synchronized String toString() {
        return "InMemoryTicketLedger[" + underWay.size() + " under way, " + ticketed.size() + " ticketed, "
                + troubled.size() + " in doubt or on a case alone]";
    }
}
