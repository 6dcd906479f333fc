package io.github.cameldatadog.findings.internal.search;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The marks that the consumers of a context move. No two have the same one: each would pass over what only the other has found.
 * Safe for use by several threads.
 */
public final class PollMarks {

    private final Set<PollMark.Place> taken = ConcurrentHashMap.newKeySet();

    /**
     * The mark of a consumer that starts.
     *
     * @throws IllegalStateException if another consumer has it
     */
    public PollMark take(SearchSettings settings) {
        PollMark mark = PollMark.of(settings);
        if (!taken.add(mark.place())) {
            throw new IllegalStateException(
                    "Another route has the same query and the same sinceRepository, so that they"
                            + " would move each other's mark and miss findings: give each a repository of its own (query="
                            + settings.query() + ")");
        }
        return mark;
    }

    /** A consumer has stopped. */
    public void giveBack(PollMark mark) {
        taken.remove(mark.place());
    }
}
