package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one person does in the world behind the requests. Ids that do not exist are refused with an {@link
 * IllegalArgumentException}. Only valid inside {@link DatadogCore#inWorld}.
 */
public final class WorldActor {

    private final Books books;
    private final Cause cause;

    WorldActor(Books books, String name, Instant now) {
        this.books = books;
        this.cause = new Cause(Identity.actor(name), now, Optional.empty());
    }

    /**
     * Makes a case and puts findings on it, leaving them on the cases they are on. Says the case's id.
     *
     * @param title the case's title; null for one that Datadog writes
     */
    public String attachToNewCase(CaseKind kind, String title, List<String> findingIds) {
        String projectId = books.projects().anyId();
        TicketOrder order = new TicketOrder(
                projectId,
                Optional.ofNullable(title),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.copyOf(findingIds));
        List<FindingState> states = findings(findingIds);
        String key = books.cases().takeKeys(books.projects().key(projectId), 1).get(0);
        CaseState made = books.cases().open(kind, key, order, TicketFate.COMPLETED, cause);
        states.forEach(state -> books.cases().attach(made, state, cause));
        return made.id;
    }

    /** Puts a finding on a case, leaving it on the cases it is on. */
    public void attach(String findingId, String caseId) {
        books.cases().attach(books.cases().find(caseId), finding(findingId), cause);
    }

    /** Puts a finding on a case and takes it off every other one. */
    public void move(String findingId, String caseId) {
        books.cases().moveTo(books.cases().find(caseId), List.of(finding(findingId)), cause);
    }

    /**
     * Puts findings on the case behind a ServiceNow ticket or a Jira issue and takes them off every other one; without
     * such a case, makes it. Says the case's id.
     */
    public String moveToLink(CaseKind kind, String url, List<String> findingIds) {
        List<FindingState> states = findings(findingIds);
        Link link = link(kind, url);
        String projectId = books.projects().anyId();
        Command.AttachToLink attach = new Command.AttachToLink(kind, link, projectId, List.copyOf(findingIds));
        CaseState target = books.changes().caseBehind(attach, TicketFate.COMPLETED, cause);
        books.cases().moveTo(target, states, cause);
        target.modifiedBy(cause);
        return target.id;
    }

    private static Link link(CaseKind kind, String url) {
        try {
            return kind == CaseKind.JIRA ? LinkReader.jira(url, "the URL") : LinkReader.serviceNow(url, "the URL");
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.detail(), refusal);
        }
    }

    /** Takes a finding off every case. */
    public void detach(String findingId) {
        books.cases().detachFromAll(finding(findingId), cause);
    }

    /** Mutes a finding until a time, or for good; a ticket without any other open finding is closed. */
    public void mute(String findingId, Optional<Instant> until) {
        if (until.isPresent() && !until.get().isAfter(cause.at())) {
            throw new IllegalArgumentException(
                    "a mute must end after " + cause.at() + " but is to end at " + until.get());
        }
        books.mutes().change(finding(findingId), Mute.byHand(true, until), cause.at());
    }

    /** Unmutes a finding: it has the status it had before. */
    public void unmute(String findingId) {
        books.mutes().change(finding(findingId), Mute.byHand(false, Optional.empty()), cause.at());
    }

    /** Closes a case. */
    public void close(String caseId) {
        books.cases().setClosed(books.cases().find(caseId), Optional.of(cause.at()), cause.at());
    }

    /** Opens a case again. */
    public void reopen(String caseId) {
        books.cases().setClosed(books.cases().find(caseId), Optional.empty(), cause.at());
    }

    private List<FindingState> findings(List<String> ids) {
        List<FindingState> states = new ArrayList<>();
        ids.forEach(id -> states.add(finding(id)));
        return states;
    }

    private FindingState finding(String id) {
        return books.index().known(id);
    }
}
