package io.github.cameldatadog.findings.ticket;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A ticket to be made: 1 to 50 findings and what the ticket says. Immutable, so safe for use by several threads.
 *
 * <p>In a template it is the body: {@code ${body.size}} findings, {@code ${body.severity}}, {@code
 * ${body.field('rule.name')}}, {@code ${body.group}}.
 */
public final class TicketDraft implements Remaining {

    /** The most findings Datadog takes on one ticket. */
    public static final int MOST_FINDINGS = 50;

    private final List<Finding> findings;
    private final Map<String, String> group;
    private final String project;
    private final Priority priority;
    private final String title;
    private final String description;
    private final String assigneeId;
    private final TicketDraft given;

    private TicketDraft(
            List<Finding> findings,
            Map<String, String> group,
            String project,
            Priority priority,
            String title,
            String description,
            String assigneeId,
            TicketDraft given) {
        this.findings = List.copyOf(findings);
        if (this.findings.isEmpty() || this.findings.size() > MOST_FINDINGS) {
            throw new IllegalArgumentException("A ticket takes 1 to " + MOST_FINDINGS + " findings, not "
                    + this.findings.size() + ": split the list or drop the draft");
        }
        this.group = group;
        this.project = project;
        this.priority = priority;
        this.title = title;
        this.description = description;
        this.assigneeId = assigneeId;
        this.given = given;
    }

    /** A draft of which only the findings are settled. */
    public static TicketDraft of(List<Finding> findings) {
        return of(findings, Map.of());
    }

    /**
     * A draft of a group.
     *
     * @param findings 1 to 50 findings, in the order in which they came
     * @param group what they have in common, by field path; iterated in the order of the grouping
     */
    public static TicketDraft of(List<Finding> findings, Map<String, String> group) {
        return new TicketDraft(findings, Objects.requireNonNull(group, "group"), null, null, null, null, null, null);
    }

    /** The same draft with other findings, 1 to 50. */
    public TicketDraft withFindings(List<Finding> others) {
        return new TicketDraft(others, group, project, priority, title, description, assigneeId, given);
    }

    /** The same draft for the Case Management project of that id. */
    public TicketDraft withProject(String id) {
        return new TicketDraft(findings, group, id, priority, title, description, assigneeId, given);
    }

    /** The same draft with that priority; null sends none. */
    public TicketDraft withPriority(Priority other) {
        return new TicketDraft(findings, group, project, other, title, description, assigneeId, given);
    }

    /** The same draft with that title; null lets Datadog write it. */
    public TicketDraft withTitle(String other) {
        return new TicketDraft(findings, group, project, priority, other, description, assigneeId, given);
    }

    /** The same draft with that description; null lets Datadog write it. */
    public TicketDraft withDescription(String other) {
        return new TicketDraft(findings, group, project, priority, title, other, assigneeId, given);
    }

    /** The same draft for the Datadog user of that id; null assigns nobody. */
    public TicketDraft withAssigneeId(String other) {
        return new TicketDraft(findings, group, project, priority, title, description, other, given);
    }

    /**
     * The same draft as one that came in with a message: its findings share no ticket with others, what it says goes before
     * the options, and what is left of it can be sent again as it was given.
     */
    public TicketDraft asGiven() {
        return new TicketDraft(findings, group, project, priority, title, description, assigneeId, this);
    }

    /** The draft as it came in with a message, before anything was written onto it; absent if it was planned here. */
    public Optional<TicketDraft> given() {
        return Optional.ofNullable(given);
    }

    /** Its findings, 1 to 50, in the order in which they came. */
    public List<Finding> findings() {
        return findings;
    }

    /** How many findings it has. */
    public int size() {
        return findings.size();
    }

    /** The first of its findings. */
    public Finding first() {
        return findings.get(0);
    }

    /** What its findings have in common, by field path; empty unless findings are grouped by fields. */
    public Map<String, String> group() {
        return group;
    }

    /** The severity of its gravest finding. */
    public Severity severity() {
        return findings.stream().map(Finding::severity).reduce(Severity.UNKNOWN, Severity::orGraver);
    }

    /**
     * A field of its findings by dotted path: each different value once, joined by a comma; empty if none has it.
     *
     * @see Finding#field(String)
     */
    public String field(String path) {
        return String.join(", ", fieldValues(path));
    }

    /** The different values its findings have for a field, in the order in which they came. */
    public Set<String> fieldValues(String path) {
        return findings.stream()
                .map(finding -> finding.field(path))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Id of the Case Management project; null until it is settled. */
    public String project() {
        return project;
    }

    /** The priority to send; null sends none. */
    public Priority priority() {
        return priority;
    }

    /** The title to send; null lets Datadog write it. */
    public String title() {
        return title;
    }

    /** The description to send; null lets Datadog write it. */
    public String description() {
        return description;
    }

    /** Id of the Datadog user the case is assigned to; null assigns nobody. */
    public String assigneeId() {
        return assigneeId;
    }

    /** The ids of its findings, in order. */
    @Override
    public List<String> findingIds() {
        return findings.stream().map(Finding::id).toList();
    }

    /**
     * The baseline: ids of the cases its findings were on when they were last looked up. A case that is not among them is
     * new since then.
     */
    public Set<String> baseline() {
        Set<String> ids = new TreeSet<>();
        for (Finding finding : findings) {
            finding.cases().ifPresent(cases -> cases.forEach(attached -> ids.add(attached.id())));
        }
        return ids;
    }

    @Override
    public String toString() {
        return "TicketDraft[" + findings.size() + (findings.size() == 1 ? " finding" : " findings")
                + (title == null ? "" : ", title " + Displayed.clipped(title, 80)) + "]";
    }
}
