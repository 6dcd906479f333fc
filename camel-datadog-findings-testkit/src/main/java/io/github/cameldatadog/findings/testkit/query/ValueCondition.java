package io.github.cameldatadog.findings.testkit.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What follows the colon of a term. */
sealed interface ValueCondition {

    /** Whether the values found at a path fulfil it; a path without any value gives an empty list. */
    boolean matchesAny(List<JsonNode> values);

    /** The only texts that can match, if it names them. */
    default Optional<Set<String>> onlyTexts() {
        return Optional.empty();
    }

    /** There is a value, whatever it is. */
    record Exists() implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return !values.isEmpty();
        }
    }

    /** A value that is this text, number or boolean. */
    record Equal(String text) implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return values.stream().anyMatch(this::matches);
        }

        private boolean matches(JsonNode value) {
            if (value.isNumber()) {
                Optional<BigDecimal> wanted = number(text);
                return wanted.isPresent() && wanted.get().compareTo(value.decimalValue()) == 0;
            }
            return value.isValueNode() && value.asText().equals(text);
        }

        @Override
        public Optional<Set<String>> onlyTexts() {
            return Optional.of(Set.of(text));
        }
    }

    /** A text with wildcards. */
    record Like(Pattern pattern) implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return values.stream()
                    .anyMatch(value -> value.isValueNode()
                            && pattern.matcher(value.asText()).matches());
        }
    }

    /** A number between two bounds, each of which may be absent. */
    record Between(Optional<BigDecimal> low, boolean lowIncluded, Optional<BigDecimal> high, boolean highIncluded)
            implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return values.stream().anyMatch(this::matches);
        }

        private boolean matches(JsonNode value) {
            if (!value.isNumber()) {
                return false;
            }
            int toLow = low.map(bound -> value.decimalValue().compareTo(bound)).orElse(1);
            int toHigh =
                    high.map(bound -> value.decimalValue().compareTo(bound)).orElse(-1);
            return (lowIncluded ? toLow >= 0 : toLow > 0) && (highIncluded ? toHigh <= 0 : toHigh < 0);
        }
    }

    /** Any of several conditions. */
    record AnyOf(List<ValueCondition> parts) implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return parts.stream().anyMatch(part -> part.matchesAny(values));
        }

        @Override
        public Optional<Set<String>> onlyTexts() {
            Set<String> all = new HashSet<>();
            for (ValueCondition part : parts) {
                Optional<Set<String>> texts = part.onlyTexts();
                if (texts.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(texts.get());
            }
            return Optional.of(all);
        }
    }

    /** All of several conditions; over a list of values, each by any element. */
    record AllOf(List<ValueCondition> parts) implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return parts.stream().allMatch(part -> part.matchesAny(values));
        }
    }

    /** No value fulfils the condition. */
    record NoneOf(ValueCondition inner) implements ValueCondition {
        @Override
        public boolean matchesAny(List<JsonNode> values) {
            return !inner.matchesAny(values);
        }
    }

    static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
