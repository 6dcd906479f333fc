package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.query.FindingQuery;
import java.util.List;
import java.util.Optional;

/** What a valid request asks for. */
sealed interface Command {

    /** Make cases of a kind, and what they are linked to. */
    record Create(CaseKind kind, List<TicketOrder> tickets) implements Command {}

    /** Change something about findings that are named. */
    sealed interface Change extends Command {
        List<String> findingIds();
    }

    /** Put findings on a case. */
    record AttachToCase(String caseId, List<String> findingIds) implements Change {}

    /** Put findings on the case behind a ServiceNow ticket or a Jira issue; make the case if there is none. */
    record AttachToLink(CaseKind kind, Link link, String projectId, List<String> findingIds) implements Change {}

    /** Take findings off their cases. */
    record Detach(List<String> findingIds) implements Change {}

    /** Mute or unmute findings. */
    record ChangeMute(Mute mute, List<String> findingIds) implements Change {}

    /** Find findings. */
    record Find(
            Operation operation,
            String queryText,
            FindingQuery query,
            boolean descending,
            int limit,
            Optional<PageCursor> cursor)
            implements Command {}

    /** Check the API key. */
    record Validate() implements Command {}
}
