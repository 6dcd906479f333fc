package io.github.cameldatadog.findings.testkit.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A search query, parsed. Fields are written with {@code @}, tags without. Immutable.
 *
 * <p>Understood: {@code @path:value}, {@code @path:"quoted"}, {@code @path:(a OR b)}, {@code @path:*},
 * {@code @path:>=n}, {@code @path:[a TO b]}, {@code tag:value}, {@code *} and {@code ?} in unquoted values, {@code AND}
 * (also implied), {@code OR}, {@code NOT} and {@code -}, parentheses, {@code \} before a special character, and {@code *}
 * or nothing for everything.
 */
public sealed interface FindingQuery {

    /** Parses a query; an empty one matches everything. */
    static FindingQuery parse(String query) throws QueryException {
        return new QueryParser(query).parse();
    }

    /** Whether a finding with these fields and tags matches. */
    boolean matches(ObjectNode attributes, List<String> tags);

    /** The only ids that can match, where the query itself names them; empty if it does not limit the ids. */
    default Optional<Set<String>> onlyIds() {
        return Optional.empty();
    }

    /** Matches everything. */
    record Everything() implements FindingQuery {
        @Override
        public boolean matches(ObjectNode attributes, List<String> tags) {
            return true;
        }
    }

    /** Matches what all parts match. */
    record All(List<FindingQuery> parts) implements FindingQuery {
        @Override
        public boolean matches(ObjectNode attributes, List<String> tags) {
            return parts.stream().allMatch(part -> part.matches(attributes, tags));
        }

        @Override
        public Optional<Set<String>> onlyIds() {
            return parts.stream().flatMap(part -> part.onlyIds().stream()).findFirst();
        }
    }

    /** Matches what any part matches. */
    record Any(List<FindingQuery> parts) implements FindingQuery {
        @Override
        public boolean matches(ObjectNode attributes, List<String> tags) {
            return parts.stream().anyMatch(part -> part.matches(attributes, tags));
        }

        @Override
        public Optional<Set<String>> onlyIds() {
            Set<String> all = new HashSet<>();
            for (FindingQuery part : parts) {
                Optional<Set<String>> ids = part.onlyIds();
                if (ids.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(ids.get());
            }
            return Optional.of(all);
        }
    }

    /** Matches what the inner query does not. */
    record Not(FindingQuery inner) implements FindingQuery {
        @Override
        public boolean matches(ObjectNode attributes, List<String> tags) {
            return !inner.matches(attributes, tags);
        }
    }

    /** Matches findings with a value at the path that fulfils the condition; inside lists, any element will do. */
    record Field(List<String> path, ValueCondition condition) implements FindingQuery {
        @Override
        public boolean matches(ObjectNode attributes, List<String> tags) {
            List<JsonNode> values = new ArrayList<>();
            collect(attributes, 0, values);
            return condition.matchesAny(values);
        }

        @Override
        public Optional<Set<String>> onlyIds() {
            return path.equals(List.of("finding_id")) ? condition.onlyTexts() : Optional.empty();
        }

        private void collect(JsonNode node, int depth, List<JsonNode> values) {
            if (node.isArray()) {
                node.forEach(element -> collect(element, depth, values));
            } else if (depth < path.size()) {
                JsonNode child = node.get(path.get(depth));
                if (child != null) {
                    collect(child, depth + 1, values);
                }
            } else if (!node.isNull()) {
                values.add(node);
            }
        }
    }

    /** Matches findings with a tag of that name whose value fulfils the condition. */
    record Tag(String name, ValueCondition condition) implements FindingQuery {
        @Override
        public boolean matches(ObjectNode attributes, List<String> tags) {
            List<JsonNode> values = new ArrayList<>();
            for (String tag : tags) {
                int colon = tag.indexOf(':');
                if (colon > 0 && tag.substring(0, colon).equals(name)) {
                    values.add(attributes.textNode(tag.substring(colon + 1)));
                }
            }
            return condition.matchesAny(values);
        }
    }
}
