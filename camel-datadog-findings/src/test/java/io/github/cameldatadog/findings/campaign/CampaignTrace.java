package io.github.cameldatadog.findings.campaign;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened, line by line, for people; the same for the same plan. */
final class CampaignTrace {

    private static final int MOST_SHOWN = 12;

    private final StringBuilder lines = new StringBuilder();
    private final Map<String, String> names = new HashMap<>();

    /** Findings are called f0, f1 and so on, for their ids are long. */
    void name(List<String> findingIds) {
        for (int i = 0; i < findingIds.size(); i++) {
            names.put(findingIds.get(i), "f" + i);
        }
    }

    void add(Instant at, String line) {
        lines.append(at).append("  ").append(line).append('\n');
    }

    String shown(Collection<String> findingIds) {
        String shown = findingIds.stream().limit(MOST_SHOWN).map(this::shown).collect(Collectors.joining(" "));
        int more = findingIds.size() - MOST_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    String shown(String findingId) {
        return names.getOrDefault(findingId, findingId);
    }

    /** All lines, with the findings' names in place of their ids. */
    String readable() {
        String readable = lines.toString();
        for (Map.Entry<String, String> name : names.entrySet()) {
            readable = readable.replace(name.getKey(), name.getValue());
        }
        return readable;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
