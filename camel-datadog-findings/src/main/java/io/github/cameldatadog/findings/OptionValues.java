package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.time.Duration;
import org.apache.camel.spi.PropertyConfigurerGetter;

/** Says which values an option takes, by its type. */
final class OptionValues {

    private static final String WHOLE_NUMBER = "a whole number";
    private static final int MOST_SHOWN = 80;

    private final PropertyConfigurerGetter types;

    /** @param types knows the options' types */
    OptionValues(PropertyConfigurerGetter types) {
        this.types = types;
    }

    /**
     * Refuses text that is no number where a number is wanted: Camel takes it for 0.
     *
     * @throws IllegalArgumentException if it is
     */
    void checkNumber(String option, Object value) {
        boolean wrong = value instanceof String given
                && !given.startsWith("#")
                && !given.strip().matches("[+-]?\\d+");
        if (wrong && WHOLE_NUMBER.equals(allowedFor(option))) {
            throw refused(option, value, null);
        }
    }

    IllegalArgumentException refused(String option, Object value, Throwable cause) {
        return new IllegalArgumentException(
                "Option " + option + "=" + Displayed.clipped(String.valueOf(value), MOST_SHOWN)
                        + " cannot be read: allowed is " + allowedFor(option),
                cause);
    }

    private String allowedFor(String option) {
        Class<?> type = types.getOptionType(option, true);
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class) {
            return WHOLE_NUMBER;
        }
        if (type == long.class || type == Duration.class) {
            return "a number of milliseconds, or a duration such as 30s or 5m";
        }
        return type == null ? "another value" : "a reference #bean:name to a " + type.getName() + " in the registry";
    }
}
