package io.github.cameldatadog.findings.ledger;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/** A repository that fails once where a test says so, before it does anything. */
final class FailingRepository extends ServiceSupport implements IdempotentRepository {

    private final IdempotentRepository keys = MemoryIdempotentRepository.memoryIdempotentRepository(10_000);
    private int additions;
    private int removals;
    private int failingAddition;
    private int failingRemoval;

    /** @param which counted from the first ever */
    void failsAtAddition(int which) {
        failingAddition = which;
    }

    /** @param which likewise */
    void failsAtRemoval(int which) {
        failingRemoval = which;
    }

    @Override
    public boolean add(String key) {
        if (++additions == failingAddition) {
            throw new IllegalStateException("addition " + additions);
        }
        return keys.add(key);
    }

    @Override
    public boolean remove(String key) {
        if (++removals == failingRemoval) {
            throw new IllegalStateException("removal " + removals);
        }
        return keys.remove(key);
    }

    @Override
    public boolean contains(String key) {
        return keys.contains(key);
    }

    @Override
    public boolean confirm(String key) {
        return keys.confirm(key);
    }

    @Override
    public void clear() {
        keys.clear();
    }
}
