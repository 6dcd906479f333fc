package io.github.cameldatadog.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.internal.reading.FindingElement;
import io.github.cameldatadog.findings.internal.reading.FindingFields;
import io.github.cameldatadog.findings.internal.reading.FindingReader;
import io.github.cameldatadog.findings.internal.reading.FindingSource;
import io.github.cameldatadog.findings.ticket.Batch;
import io.github.cameldatadog.findings.ticket.DraftPlanner;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Grouping;
import io.github.cameldatadog.findings.ticket.PlanLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The component's way of reading, as far as batches that are ready to be sent. */
final class ComponentReading {

    private final Grouping grouping;
    private final FindingReader reader;

    /**
     * @param groupBy as the endpoint's option
     */
    ComponentReading(String groupBy) {
        this.grouping = Grouping.parse(groupBy);
        Set<String> wanted = new HashSet<>(FindingFields.DEFAULT);
        wanted.addAll(grouping.fields());
        this.reader = new FindingReader(new ObjectMapper(), wanted);
    }

    /** Reads a body once and plans its tickets. */
    Planned plan(Object body) throws Exception {
        DraftPlanner planner = new DraftPlanner(grouping, PlanLimits.DEFAULT);
        Planned planned = new Planned();
        try (FindingSource source = reader.open(body)) {
            for (FindingElement element = source.next(); element != null; element = source.next()) {
                Finding finding = ((FindingElement.Usable) element).finding();
                planned.ids.add(finding.id());
                planned.add(planner.add(finding));
            }
        }
        planned.add(planner.finish());
        return planned;
    }

    /** Reads a body through first, as an endpoint with {@code validateFirst} does, and then plans its tickets. */
    Planned validateAndPlan(Object body) throws Exception {
        reader.readThrough(body);
        return plan(body);
    }

    /** What came of it. */
    static final class Planned {

        private final IdDigest ids = new IdDigest();
        private int tickets;
        private int findings;

        private void add(List<Batch> batches) {
            for (Batch batch : batches) {
                tickets += batch.drafts().size();
                findings += batch.findingCount();
            }
        }

        IdDigest ids() {
            return ids;
        }

        int tickets() {
            return tickets;
        }

        int findingsOnTickets() {
            return findings;
        }
    }
}
