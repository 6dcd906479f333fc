package io.github.cameldatadog.findings.testkit;

import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.WorldActor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        return core.inWorld(world -> world.actor(name).attachToNewCase(kind, title, List.of(findingIds)));
    }

    /** Puts a finding on a case, leaving it on the cases it is on. */
    public Actor attach(String findingId, String caseId) {
        return act(self -> self.attach(findingId, caseId));
    }

    /** Puts a finding on a case and takes it off every other one. */
    public Actor move(String findingId, String caseId) {
        return act(self -> self.move(findingId, caseId));
    }

    /**
     * Puts findings on the case behind a ServiceNow incident and takes them off every other one; where no case is linked
     * to that incident yet, makes one. Says the case's id.
     *
     * @param url the incident's URL, as {@code https://example.service-now.com/incident.do?sys_id=...}
     */
    public String moveToServiceNowTicket(String url, String... findingIds) {
        return moveToLink(CaseKind.SERVICENOW, url, findingIds);
    }

    /** As {@link #moveToServiceNowTicket}, for a Jira issue, as {@code https://example.atlassian.net/browse/SEC-1}. */
    public String moveToJiraIssue(String url, String... findingIds) {
        return moveToLink(CaseKind.JIRA, url, findingIds);
    }

    private String moveToLink(CaseKind kind, String url, String... findingIds) {
        return core.inWorld(world -> world.actor(name).moveToLink(kind, url, List.of(findingIds)));
    }

    /** Mutes a finding for good. */
    public Actor mute(String findingId) {
        return act(self -> self.mute(findingId, Optional.empty()));
    }

    /** Mutes a finding until a time that is still to come. */
    public Actor mute(String findingId, Instant until) {
        return act(self -> self.mute(findingId, Optional.of(until)));
    }

    /** Unmutes a finding: it has the status it had before. */
    public Actor unmute(String findingId) {
        return act(self -> self.unmute(findingId));
    }

    /** Takes a finding off every case it is on. */
    public Actor detach(String findingId) {
        return act(self -> self.detach(findingId));
    }

    /** Closes a case; the findings stay on it. */
    public Actor close(String caseId) {
        return act(self -> self.close(caseId));
    }

    /** Opens a closed case again. */
    public Actor reopen(String caseId) {
        return act(self -> self.reopen(caseId));
    }

    private Actor act(Consumer<WorldActor> action) {
        core.inWorld(world -> {
            action.accept(world.actor(name));
            return this;
        });
        return this;
    }
}
