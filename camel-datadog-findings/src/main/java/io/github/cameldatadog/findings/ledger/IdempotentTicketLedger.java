package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.TicketLedger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;

/**
 * A ledger that keeps the ids of findings in any of Camel's idempotent repositories, for those who have one that is shared and
 * no database. Safe for use by several threads.
 *
 * <p>Such a repository knows that somebody wrote an id, and nothing else. So this one promises less than a
 * {@link JdbcTicketLedger}: within this process all that an {@link InMemoryTicketLedger} promises; beyond it only that a finding
 * which anybody has begun to send, here or elsewhere, is not sent by anybody else as long as the repository keeps its id. It does
 * <em>not</em> promise:
 *
 * <ul>
 *   <li>that a finding is sent at all after a crash: what a dead process had claimed or was sending stays held, and is reported
 *       as unknown, until somebody removes its id from the repository;
 *   <li>that anything left in doubt is found out later: it is not known what was sent, when, or with which title;
 *   <li>a second ticket with {@code reticket=true}: it is not known on which case a finding is;
 *   <li>anything that the repository does not: one that drops the oldest ids forgets, one that is not shared does not keep others
 *       from sending, one that writes late loses what was written last, one that fails after it has written an id keeps it.
 * </ul>
 *
 * Each id is written by a call of its own, which costs more than a ledger's few statements a request.
 */
public final class IdempotentTicketLedger implements TicketLedger {

    private static final String UNKNOWN_HOLDER = "an exchange of this or another process";

    private final IdempotentRepository repository;
    private final InstantSource clock;
    private final TicketLedger inThisProcess;

    /** Keys that this process has written and that are claimed or being sent, and the ids of the intents that hold them. */
    private final Map<String, String> underWay = new ConcurrentHashMap<>();

    /** @param repository keeps ids for as long as it is asked to; it is started if it was not, and not stopped */
    public IdempotentTicketLedger(IdempotentRepository repository) {
        this(repository, InstantSource.system());
    }

    IdempotentTicketLedger(IdempotentRepository repository, InstantSource clock) {
        this.repository = Objects.requireNonNull(repository, "repository");
        this.clock = clock;
        this.inThisProcess = new InMemoryTicketLedger(clock);
        repository.start();
    }

    /** Under this key the repository keeps a finding. */
    public static String key(Scope scope, String findingId) {
        return scope.site() + " " + scope.organisation() + " " + findingId;
    }

    @Override
    public Map<String, Held> claim(Intent intent, Collection<Wanted> wanted) {
        List<String> fresh = wanted.stream()
                .map(Wanted::findingId)
                .filter(id -> !has(intent, key(intent.scope(), id)))
                .toList();
        Map<String, Held> held = new LinkedHashMap<>(inThisProcess.claim(intent, wanted));
        try {
            claimBeyond(intent, wanted, held);
        } catch (Throwable e) { // a repository in another language may throw anything
            fresh.forEach(id -> free(intent, id, e));
            throw e;
        }
        return held;
    }

    /** What this process's own memory gives is taken from the repository, too, or is held. */
    private void claimBeyond(Intent intent, Collection<Wanted> wanted, Map<String, Held> held) {
        Instant now = clock.instant();
        for (Wanted one : wanted) {
            String id = one.findingId();
            if (!held.containsKey(id) && !takes(intent, key(intent.scope(), id))) {
                held.put(id, new Held(State.IN_DOUBT, UNKNOWN_HOLDER, now, null, null));
                inThisProcess.settle(intent, List.of(free(id)));
            }
        }
    }

    private static Settlement free(String findingId) {
        return new Settlement(End.FREE, List.of(findingId), null);
    }

    /** Frees what a claim that failed had got. What cannot be freed now, an exchange of this process may claim later. */
    private void free(Intent intent, String findingId, Throwable failure) {
        try {
            settle(intent, List.of(free(findingId)));
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    private boolean has(Intent intent, String key) {
        return intent.id().equals(underWay.get(key));
    }

    /** Whether the intent has the key, or gets it now. */
    private boolean takes(Intent intent, String key) {
        // What this process has under way its own memory knows, too, and has just given to this intent.
        boolean taken = underWay.containsKey(key) || repository.add(key);
        if (taken) {
            underWay.put(key, intent.id());
        }
        return taken;
    }

    @Override
    public Set<String> sending(Intent intent, List<Sending> drafts) {
        return inThisProcess.sending(intent, drafts);
    }

    @Override
    public void notMade(Intent intent, Collection<String> findingIds) {
        inThisProcess.notMade(intent, findingIds);
    }

    /** Only what this process left in doubt can be taken over. */
    @Override
    public List<InDoubt> takeOver(Intent intent, Collection<String> findingIds) {
        return taken(intent, inThisProcess.takeOver(intent, findingIds));
    }

    @Override
    public List<InDoubt> takeOverAny(Intent intent, int most) {
        return taken(intent, inThisProcess.takeOverAny(intent, most));
    }

    private List<InDoubt> taken(Intent intent, List<InDoubt> drafts) {
        drafts.stream()
                .flatMap(draft -> draft.findingIds().stream())
                .forEach(id -> underWay.put(key(intent.scope(), id), intent.id()));
        return drafts;
    }

    /** The repository goes first: as long as this process's own memory holds a finding, nobody else here claims it. */
    @Override
    public void settle(Intent intent, List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            for (String id : settlement.findingIds()) {
                settle(key(intent.scope(), id), intent, settlement.end());
            }
        }
        inThisProcess.settle(intent, settlements);
    }

    private void settle(String key, Intent intent, End end) {
        switch (end) {
            case FREE -> {
                if (has(intent, key)) {
                    repository.remove(key); // if this fails, whoever tries again finds the key still under way
                    underWay.remove(key, intent.id());
                }
            }
            case TICKETED, CASE_ONLY -> {
                if (underWay.remove(key) == null) {
                    repository.add(key); // an answer that came late is a fact
                }
                repository.confirm(key);
            }
            case IN_DOUBT, LEFT -> underWay.remove(key, intent.id()); // the repository holds it
        }
    }

    @Override
    public String toString() {
        return "IdempotentTicketLedger[" + underWay.size() + " under way]";
    }
}
