package io.github.cameldatadog.findings.internal.reading;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The paths whose values are kept, the objects that must be entered to get at them, and the keys of kept tags. */
final class WantedFields {

    static final String TAGS = "tags";
    private static final String TAG = TAGS + ".";

    private final Set<String> paths;
    private final Set<String> ways = new HashSet<>();
    private final Set<String> tagStarts = new HashSet<>();

    /**
     * @param paths dotted paths; {@code tags.team} asks for tags of that key, {@code tags} for all
     * @param alsoEntered objects that are entered though no value in them is asked for by its path
     */
    WantedFields(Collection<String> paths, String... alsoEntered) {
        this.paths = Set.copyOf(paths);
        for (String path : this.paths) {
            addWays(path);
            if (path.startsWith(TAG)) {
                tagStarts.add(path.substring(TAG.length()) + ":");
            }
        }
        for (String path : alsoEntered) {
            ways.add(path);
            addWays(path);
        }
    }

    /** The paths whose values are kept. */
    Set<String> paths() {
        return paths;
    }

    /** Whether the value at that path is kept. */
    boolean isWanted(String path) {
        return paths.contains(path);
    }

    /** Whether a value somewhere beneath that path is kept. */
    boolean leadsOn(String path) {
        return ways.contains(path);
    }

    /** Whether a tag, {@code key:value}, is kept. */
    boolean isWantedTag(String tag) {
        return paths.contains(TAGS) || tagStarts.stream().anyMatch(tag::startsWith);
    }

    /** Whether any tag is kept. */
    boolean asksForTags() {
        return paths.contains(TAGS) || !tagStarts.isEmpty();
    }

    private void addWays(String path) {
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            ways.add(path.substring(0, dot));
        }
    }
}
