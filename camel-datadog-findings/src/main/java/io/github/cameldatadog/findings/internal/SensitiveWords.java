package io.github.cameldatadog.findings.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.util.URISupport;

/**
 * Has Camel mask the option {@code applicationKey}, also where it is misspelt, in the URIs it shows: its own list of words
 * has {@code apiKey} only. Of additional words Camel masks just the first that it finds in a URI.
 *
 * <p>Camel keeps additional words for the whole JVM, and those set last replace all that were set before, by whatever
 * context. So the words of every context that was seen here are remembered, and set again together.
 */
public final class SensitiveWords {

    private static final String OPTION = "applicationKey";

    /** What people write instead, up to the moment in which the start fails and shows the URI. */
    private static final List<String> MISSPELT = List.of(
            "appKey",
            "app_key",
            "app-key",
            "application_key",
            "application-key",
            "aplicationKey",
            "applicatonKey",
            "appliationKey",
            "applictionKey");

    private static final Set<String> SEEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private SensitiveWords() {}

    /** Sees to it that the option is masked, and that words which users of this or another context set still are. */
    public static void maskKeys(ExtendedCamelContext context) {
        synchronized (SEEN) {
            List<String> words = new ArrayList<>(wordsOf(context));
            if (words.stream().noneMatch(OPTION::equalsIgnoreCase)) {
                words.add(OPTION);
                context.setAdditionalSensitiveKeywords(String.join(",", words));
            }
            SEEN.addAll(words);
            SEEN.addAll(MISSPELT);
            URISupport.addSanitizeKeywords(String.join(",", SEEN));
        }
    }

    private static List<String> wordsOf(ExtendedCamelContext context) {
        String words = context.getAdditionalSensitiveKeywords();
        return words == null
                ? List.of()
                : Arrays.stream(words.split(","))
                        .map(String::trim)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }
}
