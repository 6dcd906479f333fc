package io.github.cameldatadog.findings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The examples of a page, so that tests run what stands there and not a copy of it. Reads Markdown's fences and
 * AsciiDoc's source blocks.
 */
final class PageExamples {

    private static final Pattern MARKDOWN = Pattern.compile("(?m)^```(?<language>\\w+)\\R(?<text>(?s:.*?))^```\\s*$");
    private static final Pattern ASCIIDOC =
            Pattern.compile("(?m)^\\[source,\\s*(?<language>\\w+).*\\]\\R-{4,}\\R(?<text>(?s:.*?))^-{4,}\\s*$");
    private static final Pattern PUBLIC_CLASS = Pattern.compile("(?m)^public (?:final )?class (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\R");

    private final String page;
    private final List<Example> examples;

    private PageExamples(String page, List<Example> examples) {
        this.page = page;
        this.examples = examples;
    }

    /** The examples of a page, named by its path from the root of the project. */
    static PageExamples of(String page) {
        try {
            String text = Files.readString(Path.of("..").resolve(page));
            Pattern block = page.endsWith(".adoc") ? ASCIIDOC : MARKDOWN;
            return new PageExamples(
                    page,
                    block.matcher(text)
                            .results()
                            .map(found -> new Example(found.group(1), found.group(2)))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, in the order of the page. */
    List<Example> all() {
        return examples;
    }

    /** The one example in that language which begins so. */
    Example beginning(String language, String start) {
        return only(language, "begins with " + start, text -> text.startsWith(start));
    }

    /** The one example in that language which has this in it. */
    Example with(String language, String part) {
        return only(language, "contains " + part, text -> text.contains(part));
    }

    private Example only(String language, String what, Predicate<String> wanted) {
        List<Example> found = examples.stream()
                .filter(one -> one.language().equals(language) && wanted.test(one.text()))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(page + " has " + found.size() + " examples in " + language + " of which one "
                    + what + "; it should have exactly one");
        }
        return found.get(0);
    }

    /**
     * One example.
     *
     * @param language how the page calls its language: java, yaml, xml, properties
     * @param text what stands there
     */
    record Example(String language, String text) {

        /** The same with something replaced, such as a folder by one for this test; it must be there. */
        Example replacing(String what, String by) {
            if (!text.contains(what)) {
                throw new AssertionError("The example has no " + what + ":\n" + text);
            }
            return new Example(language, text.replace(what, by));
        }

        /**
         * Adds the routes and beans to a context: YAML and XML as they are; Java as a whole public class, or else as what
         * stands in a {@code RouteBuilder}'s method {@code configure}, imports first.
         */
        void addTo(CamelContext context) throws Exception {
            Matcher named = PUBLIC_CLASS.matcher(text);
            boolean whole = named.find();
            String name = whole ? named.group(1) : "Routes";
            String source = language.equals("java") && !whole ? asClass() : text;
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name + "." + language, source));
        }

        private String asClass() {
            String imports =
                    IMPORT.matcher(text).results().map(found -> found.group()).collect(Collectors.joining());
            return imports + "public class Routes extends org.apache.camel.builder.RouteBuilder {\n"
                    + "public void configure() throws Exception {\n"
                    + IMPORT.matcher(text).replaceAll("") + "}}\n";
        }
    }
}
