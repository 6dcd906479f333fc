package io.github.cameldatadog.findings.internal.reading;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.MalformedFindingsException;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads whole bodies, for tests. */
final class Reading {

    static final ObjectMapper MAPPER = new ObjectMapper();
    static final Set<String> FIELDS = with("tags.team");
    static final FindingReader READER = new FindingReader(MAPPER, FIELDS);

    private Reading() {}

    static Set<String> with(String... more) {
        Set<String> fields = new HashSet<>(FindingFields.DEFAULT);
        fields.addAll(List.of(more));
        return fields;
    }

    static List<FindingElement> elements(Object body) throws IOException, MalformedFindingsException {
        return elements(READER, body);
    }

    static List<FindingElement> elements(FindingReader reader, Object body)
            throws IOException, MalformedFindingsException {
        try (FindingSource source = reader.open(body)) {
            List<FindingElement> all = new ArrayList<>();
            for (FindingElement element = source.next(); element != null; element = source.next()) {
                all.add(element);
            }
            return all;
        }
    }

    /** The findings of a body in which everything is usable. */
    static List<Finding> findings(Object body) throws IOException, MalformedFindingsException {
        return elements(body).stream()
                .map(element -> ((FindingElement.Usable) element).finding())
                .toList();
    }

    static Finding finding(String json) throws IOException, MalformedFindingsException {
        List<Finding> all = findings(json);
        if (all.size() != 1) {
            throw new AssertionError("Expected one finding, got " + all);
        }
        return all.get(0);
    }

    static FindingElement.Invalid invalid(Object body) throws IOException, MalformedFindingsException {
        List<FindingElement> all = elements(body);
        if (all.size() != 1) {
            throw new AssertionError("Expected one element, got " + all);
        }
        return (FindingElement.Invalid) all.get(0);
    }

    /** Ids of usable elements, and {@code !} for invalid ones. */
    static List<String> ids(Object body) throws IOException, MalformedFindingsException {
        return elements(body).stream()
                .map(element -> element instanceof FindingElement.Usable usable
                        ? usable.finding().id()
                        : "!")
                .toList();
    }
}
