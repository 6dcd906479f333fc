package io.github.cameldatadog.findings;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.internal.FindingLines;
import io.github.cameldatadog.findings.internal.reading.FindingElement;
import io.github.cameldatadog.findings.internal.reading.FindingFields;
import io.github.cameldatadog.findings.internal.reading.FindingReader;
import io.github.cameldatadog.findings.internal.reading.FindingSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;

/**
 * Collects findings that come one by one, in any kind of body that the component reads, into one body for it: NDJSON text,
 * a line for each finding. Text also goes through repositories that keep groups in a file or a database.
 *
 * <p>Kept of a finding are its id, the fields that decisions, groupings and titles commonly ask for, its cases and its tags;
 * name other fields in {@link #setFields}. Duplicates are kept too: the component reports them as skipped.
 *
 * <p>A header stays on the group only while all its messages have it with the same value. Messages that ask for different
 * projects, priorities, titles, descriptions or assignees cannot share a group: correlate by these headers.
 *
 * <p>A message that cannot be used fails alone, and the group stays as it was. Of several findings in one message either all
 * are taken or none. Safe for use by several threads.
 */
public final class FindingsAggregationStrategy implements AggregationStrategy {

    /** Headers that hold for all tickets of an exchange. */
    private static final List<String> FOR_ALL_TICKETS = List.of(
            DatadogFindingsConstants.PROJECT,
            DatadogFindingsConstants.PRIORITY,
            DatadogFindingsConstants.TITLE,
            DatadogFindingsConstants.DESCRIPTION,
            DatadogFindingsConstants.ASSIGNEE_ID);

    private volatile FindingReader reader;

    /** A strategy that keeps the fields commonly asked for. */
    public FindingsAggregationStrategy() {
        setFields("");
    }

    /**
     * A strategy that keeps other fields besides.
     *
     * @param fields see {@link #setFields}
     */
    public FindingsAggregationStrategy(String fields) {
        setFields(fields);
    }

    /**
     * Fields to keep besides those commonly asked for: all that {@code groupBy} and the templates of the endpoint name.
     *
     * @param fields dotted paths with commas between them, such as {@code description,host.os.name}
     */
    public void setFields(String fields) {
        Set<String> kept = new HashSet<>(FindingFields.DEFAULT);
        kept.add("tags");
        Arrays.stream(fields.split(",", -1))
                .map(String::strip)
                .filter(field -> !field.isEmpty())
                .forEach(kept::add);
        reader = new FindingReader(new ObjectMapper(), kept);
    }

    @Override
    public Exchange aggregate(Exchange group, Exchange added) {
        String lines = lines(added.getMessage().getBody());
        if (group == null) {
            added.getMessage().setBody(lines);
            return added;
        }
        checkSameTickets(group.getMessage(), added.getMessage());
        String before = group.getMessage().getBody(String.class);
        group.getMessage()
                .getHeaders()
                .entrySet()
                .removeIf(header -> !Objects.deepEquals(
                        header.getValue(), added.getMessage().getHeader(header.getKey())));
        group.getMessage().setBody(before + lines);
        return group;
    }

    private String lines(Object body) {
        StringBuilder lines = new StringBuilder();
        try (FindingSource source = reader.open(body)) {
            for (FindingElement element = source.next(); element != null; element = source.next()) {
                lines.append(line(element));
            }
        } catch (MalformedFindingsException | IOException e) {
            throw new RuntimeCamelException("The message was not added to its group: " + e.getMessage(), e);
        }
        return lines.toString();
    }

    private static String line(FindingElement element) {
        if (element instanceof FindingElement.Usable usable) {
            if (usable.given() != null) {
                throw new IllegalArgumentException("Element " + usable.position()
                        + " of the message is in a ticket draft, which is a group already. The message was not added:"
                        + " send drafts to the component as they are");
            }
            return FindingLines.of(usable.finding());
        }
        FindingElement.Invalid invalid = (FindingElement.Invalid) element;
        throw new IllegalArgumentException("Element " + invalid.position() + " of the message"
                + (invalid.where().isEmpty() ? "" : " (" + invalid.where() + ")") + " is no finding: "
                + invalid.reason() + ". The message was not added to its group");
    }

    private static void checkSameTickets(Message group, Message added) {
        for (String header : FOR_ALL_TICKETS) {
            if (!Objects.equals(group.getHeader(header), added.getHeader(header))) {
                throw new IllegalArgumentException("Header " + header
                        + " differs from that of the group, and holds for all tickets of an exchange. The message was"
                        + " not added: let the correlation expression tell such messages apart");
            }
        }
    }
}
