package io.github.cameldatadog.findings.testkit;

import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.World;
import java.util.List;
import java.util.function.Consumer;

/**
 * Somebody else who works in the same Datadog: a colleague, an automation rule. Acts at once; searches see it after the
 * index lag. Ids that do not exist are refused with an {@link IllegalArgumentException}. Thread-safe.
 */
public final class Actor {

    private final String name;
    private final DatadogCore core;

    Actor(String name, DatadogCore core) {
        this.name = name;
        this.core = core;
    }

    /** Makes a plain case for findings, leaving them on the cases they are on; says the case's id. */
    public String attachToNewCase(String... findingIds) {
        return attachToNew(CaseKind.PLAIN, findingIds);
    }

    /** Makes a Jira issue for findings, leaving them on the cases they are on; says the case's id. */
    public String attachToNewJiraIssue(String... findingIds) {
        return attachToNew(CaseKind.JIRA, findingIds);
    }

    /** Makes a ServiceNow ticket for findings, leaving them on the cases they are on; says the case's id. */
    public String attachToNewServiceNowTicket(String... findingIds) {
        return attachToNew(CaseKind.SERVICENOW, findingIds);
    }

    private String attachToNew(CaseKind kind, String... findingIds) {
        return attachToNew(kind, null, findingIds);
    }

    /**
     * Makes a case for findings, leaving them on the cases they are on; says the case's id.
     *
     * @param title the case's title; null for one that Datadog writes
     */
    public String attachToNew(CaseKind kind, String title, String... findingIds) {
        return core.inWorld(world -> world.attachToNewCase(name, kind, title, List.of(findingIds)));
    }

    /** Puts a finding on a case, leaving it on the cases it is on. */
    public Actor attach(String findingId, String caseId) {
        return act(world -> world.attach(name, findingId, caseId));
    }

    /** Puts a finding on a case and takes it off every other one. */
    public Actor move(String findingId, String caseId) {
        return act(world -> world.move(name, findingId, caseId));
    }

    /** Takes a finding off every case it is on. */
    public Actor detach(String findingId) {
        return act(world -> world.detach(name, findingId));
    }

    /** Closes a case; the findings stay on it. */
    public Actor close(String caseId) {
        return act(world -> world.close(caseId));
    }

    /** Opens a closed case again. */
    public Actor reopen(String caseId) {
        return act(world -> world.reopen(caseId));
    }

    private Actor act(Consumer<World> action) {
        core.inWorld(world -> {
            action.accept(world);
            return this;
        });
        return this;
    }
}
