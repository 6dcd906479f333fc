package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.TimeUtils;

/** Makes of an {@code http.*} option's value, as it was written, the value it stands for. */
final class HttpOptionReader {

    private static final int MOST_SHOWN = 60;
    private static final Pattern DURATION = Pattern.compile(
            "-?[0-9]{1,15}|(?=.)([0-9]{1,6}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?");

    private final CamelContext context;

    HttpOptionReader(CamelContext context) {
        this.context = context;
    }

    /** @throws IllegalArgumentException naming the option and what it takes; a secret value is not repeated */
    Object read(HttpOption option, Object written) {
        Object value = isReference(option, written) ? referred(option, (String) written) : converted(option, written);
        check(option, value, written);
        return value;
    }

    // A user name or password may begin with the sign of a reference, as in camel-http itself.
    private static boolean isReference(HttpOption option, Object written) {
        if (!(written instanceof String text)) {
            return false;
        }
        return option.type() == String.class ? text.startsWith("#bean:") : EndpointHelper.isReferenceParameter(text);
    }

    private Object referred(HttpOption option, String reference) {
        Object bean = null;
        RuntimeException missing = null;
        try {
            bean = EndpointHelper.resolveReferenceParameter(context, reference, option.type(), true);
        } catch (RuntimeException e) {
            missing = e;
        }
        if (bean == null) {
            // Also where Camel converts a bean of another type to nothing, which it does with an empty list.
            throw new IllegalArgumentException(
                    "Option " + option.shownName() + ": " + Displayed.clipped(reference, MOST_SHOWN)
                            + " is not a bean of type " + option.type().getName()
                            + " in the registry: bind one under this name, or correct the name.",
                    missing);
        }
        return bean;
    }

    private static Object converted(HttpOption option, Object written) {
        Class<?> type = option.type();
        if (type.isInstance(written)) {
            return written;
        }
        try {
            if (type == Duration.class) {
                return written instanceof Number millis
                        ? Duration.ofMillis(millis.longValue())
                        : duration(notEmpty(written));
            }
            if (type == Integer.class) {
                return Integer.valueOf(notEmpty(written));
            }
            if (type == Boolean.class) {
                return truth(notEmpty(written));
            }
        } catch (IllegalArgumentException e) {
            throw refused(option, written);
        }
        throw refused(option, written);
    }

    private static String notEmpty(Object written) {
        String text = written.toString().strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return text;
    }

    // Camel's reading is lenient: it takes "x" for no time at all.
    private static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException("no duration");
        }
        return TimeUtils.toDuration(text);
    }

    private static Boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private static void check(HttpOption option, Object value, Object written) {
        boolean good =
                switch (option) {
                    case PROXY_PORT -> (Integer) value >= 1 && (Integer) value <= 65_535;
                    case CONNECTIONS_PER_ROUTE, MAX_TOTAL_CONNECTIONS -> (Integer) value >= 1;
                    case CONNECT_TIMEOUT, CONNECTION_REQUEST_TIMEOUT, SO_TIMEOUT, RESPONSE_TIMEOUT ->
                        !((Duration) value).isNegative();
                    case PROXY_AUTH_SCHEME -> List.of("http", "https").contains(value);
                    case PROXY_AUTH_METHOD -> List.of("Basic", "Digest", "NTLM").contains(value);
                    default -> !(value instanceof String text) || !text.isBlank();
                };
        if (!good) {
            throw refused(option, written);
        }
    }

    private static IllegalArgumentException refused(HttpOption option, Object written) {
        String shown = option.secret() ? "the value" : "'" + Displayed.clipped(written.toString(), MOST_SHOWN) + "'";
        return new IllegalArgumentException(
                "Option " + option.shownName() + ": " + shown + " is not valid. Allowed: " + allowed(option) + ".");
    }

    private static String allowed(HttpOption option) {
        return switch (option) {
            case PROXY_PORT -> "a port from 1 to 65535";
            case CONNECTIONS_PER_ROUTE, MAX_TOTAL_CONNECTIONS -> "a number from 1 on";
            case PROXY_AUTH_SCHEME -> "http (the default) or https, for how the proxy itself is reached";
            case PROXY_AUTH_METHOD -> "Basic, Digest or NTLM";
            case CONNECTION_TIME_TO_LIVE -> "milliseconds, or a duration such as 30s or 5m; -1 for no limit";
            case CONNECT_TIMEOUT, CONNECTION_REQUEST_TIMEOUT, SO_TIMEOUT, RESPONSE_TIMEOUT ->
                "milliseconds, or a duration such as 5s or 1m";
            case USE_GLOBAL_SSL, USE_SYSTEM_PROPERTIES -> "true or false";
            default ->
                option.type() == String.class
                        ? "text that is not blank"
                        : "a reference to a bean, as #bean:name, of type "
                                + option.type().getName();
        };
    }
}
