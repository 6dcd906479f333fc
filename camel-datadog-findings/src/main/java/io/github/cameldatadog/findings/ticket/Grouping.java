package io.github.cameldatadog.findings.ticket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which findings share a ticket. */
public sealed interface Grouping {

    /**
     * Reads the option {@code groupBy}.
     *
     * @param text {@code none}, {@code finding}, or field paths separated by commas, such as {@code rule.id,service.name}
     * @throws IllegalArgumentException if it is none of these; the message says what is allowed
     */
    static Grouping parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equalsIgnoreCase("none")) {
            return new None();
        }
        if (trimmed.equalsIgnoreCase("finding")) {
            return new EachFinding();
        }
        return new ByFields(
                Arrays.stream(trimmed.split(",", -1)).map(String::trim).toList());
    }

    /** The fields that findings of one ticket have in common; empty where no field decides. */
    default List<String> fields() {
        return List.of();
    }

    /** Tickets are filled to the brim, in the order in which findings come. */
    record None() implements Grouping {}

    /** A ticket for each finding. */
    record EachFinding() implements Grouping {}

    /** Findings share a ticket if they agree on every one of these fields; a missing field agrees with a missing one. */
    record ByFields(List<String> fields) implements Grouping {
        private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_@-]+(\\.[A-Za-z0-9_/@:-]+)*");

        public ByFields {
            fields = List.copyOf(fields);
            for (String path : fields) {
                if (!PATH.matcher(path).matches()) {
                    throw new IllegalArgumentException("'" + Displayed.clipped(path, 80)
                            + "' is no field path: allowed are none, finding, or fields of a finding separated by"
                            + " commas, such as rule.id,service.name or tags.team");
                }
            }
        }

        Map<String, String> groupOf(Finding finding) {
            Map<String, String> group = new LinkedHashMap<>();
            for (String path : fields) {
                group.put(path, finding.field(path));
            }
            return Collections.unmodifiableMap(group);
        }

        List<String> keyOf(Finding finding) {
            List<String> key = new ArrayList<>(fields.size());
            for (String path : fields) {
                key.add(finding.field(path));
            }
            return key;
        }
    }
}
