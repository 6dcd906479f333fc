package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.ticket.Displayed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/**
 * What the options say a ticket is to hold, as written: templates over the draft. Null where an option is not set.
 *
 * @param priority the option {@code priority}
 */
public record TicketTemplates(
        String project, PriorityRule priority, String title, String description, String assigneeId) {

    private static final String RESOURCE = "resource:";

    /** The fields a template names: {@code field('rule.name')}, also as {@code fieldValues("...")}. */
    private static final Pattern NAMED_FIELD = Pattern.compile("field(?:Values)?\\(\\s*['\"]([^'\"]+)['\"]");

    static TicketTemplates of(DatadogFindingsConfiguration options) {
        return new TicketTemplates(
                blankToNull(options.getProject()),
                TicketSettings.named("priority", () -> PriorityRule.parse(options.getPriority())),
                options.getTitle(),
                options.getDescription(),
                options.getAssigneeId());
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /**
     * The finding fields that templates name in their text, so that they are kept when findings are read. A bean's are not
     * known: it has the fields that are always kept, and those that others name.
     *
     * @throws IllegalArgumentException if the resource of a template cannot be read
     */
    Set<String> namedFields(CamelContext context) {
        Set<String> fields = new TreeSet<>();
        for (String template : texts()) {
            Matcher named = NAMED_FIELD.matcher(textOf(context, template));
            while (named.find()) {
                fields.add(named.group(1));
            }
        }
        return fields;
    }

    private static String textOf(CamelContext context, String template) {
        if (!template.startsWith(RESOURCE)) {
            return template;
        }
        String location = template.substring(RESOURCE.length());
        try (InputStream resource = ResourceHelper.resolveMandatoryResourceAsInputStream(context, location)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The template " + Displayed.clipped(template, 200) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String template : new String[] {project, title, description, assigneeId}) {
            if (template != null) {
                texts.add(template);
            }
        }
        return texts;
    }

    @Override
    public String toString() {
        return "TicketTemplates[project=" + Displayed.clipped(project, 80) + ", title=" + Displayed.clipped(title, 80)
                + "]";
    }
}
