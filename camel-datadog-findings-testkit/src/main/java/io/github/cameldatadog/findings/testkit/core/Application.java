package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.ElementShape;
import io.github.cameldatadog.findings.testkit.fault.FaultAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Does what valid requests ask for. Guarded by the lock of the core. */
final class Application {

    private final SearchIndex index;
    private final CaseBook cases;
    private final Random random;
    private final ProjectBook projects;
    private ElementShape elementShape = ElementShape.RECORDED;
    private long cursorGeneration = 1;

    Application(SearchIndex index, CaseBook cases, ProjectBook projects, Random random) {
        this.index = index;
        this.cases = cases;
        this.random = random;
        this.projects = projects;
    }

    void elementShape(ElementShape shape) {
        elementShape = shape;
    }

    void expireCursors() {
        cursorGeneration++;
    }

    /** Makes the first tickets of a request; all of them unless a fault says otherwise. */
    Processed create(Command.Create create, FaultAnswer fault, int count, Cause cause) throws Refusal {
        List<List<FindingState>> findings = check(create);
        List<String> keys = keys(create.tickets());
        List<ObjectNode> byTicket = new ArrayList<>();
        for (int i = 0; i < Math.min(count, create.tickets().size()); i++) {
            TicketOrder order = create.tickets().get(i);
            CaseState made = cases.open(create.kind(), keys.get(i), order, fault.fate(i), cause);
            cases.moveTo(made, findings.get(i), cause);
            byTicket.add(CaseAnswers.aCase(made));
        }
        List<ObjectNode> inNoOrder = new ArrayList<>(byTicket);
        Collections.shuffle(inNoOrder, random);
        return Processed.success(201, Answers.JSON_API, Answers.created(inNoOrder), List.copyOf(byTicket));
    }

    /** For cases and ServiceNow tickets the project is looked at first, for Jira issues the findings are. */
    private List<List<FindingState>> check(Command.Create create) throws Refusal {
        if (create.kind() != CaseKind.JIRA) {
            requireProjects(create);
        }
        List<List<FindingState>> findings = new ArrayList<>();
        for (TicketOrder order : create.tickets()) {
            findings.add(index.require(order.findingIds()));
        }
        requireProjects(create);
        return findings;
    }

    private void requireProjects(Command.Create create) throws Refusal {
        for (TicketOrder order : create.tickets()) {
            projects.require(order.projectId());
        }
    }

    /** Hands out keys as concurrent creation does: in no order. */
    private List<String> keys(List<TicketOrder> orders) {
        Map<String, Integer> counts = new HashMap<>();
        orders.forEach(order -> counts.merge(order.projectId(), 1, Integer::sum));
        Map<String, List<String>> taken = new HashMap<>();
        counts.keySet().stream().sorted().forEach(project -> {
            List<String> keys = new ArrayList<>(cases.takeKeys(projects.key(project), counts.get(project)));
            Collections.shuffle(keys, random);
            taken.put(project, keys);
        });
        return orders.stream()
                .map(order -> {
                    List<String> keys = taken.get(order.projectId());
                    return keys.remove(keys.size() - 1);
                })
                .toList();
    }

    Processed find(Command.Find find, Instant now, long elapsedMillis) throws Refusal {
        Optional<PageCursor> cursor = find.cursor();
        if (cursor.isPresent() && cursor.get().generation() != cursorGeneration) {
            throw Refusal.circumstance(400, "Bad Request", "cursor has expired");
        }
        List<SearchIndex.Row> rows = index.page(find, cursor.map(PageCursor::after), now);
        Optional<String> next = Optional.empty();
        if (rows.size() > find.limit()) {
            rows = rows.subList(0, find.limit());
            IndexKey last = rows.get(rows.size() - 1).key();
            int search = PageCursor.searchOf(find.queryText(), find.descending());
            next = Optional.of(new PageCursor(cursorGeneration, search, last).encode());
        }
        String requestId = new UUID(random.nextLong(), random.nextLong()).toString();
        ObjectNode document = Answers.found(find, rows, next, elementShape, requestId, elapsedMillis);
        return Processed.success(200, Answers.JSON_API, document, List.of());
    }
}
