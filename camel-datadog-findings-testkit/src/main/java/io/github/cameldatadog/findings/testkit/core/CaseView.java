package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CaseKind;

/** What a finding told of a case at some moment; the case may have changed since. */
record CaseView(CaseState source, boolean open) {

    static CaseView of(CaseState source) {
        return new CaseView(source, source.isOpen());
    }

    void writeTo(ObjectNode target) {
        target.put("id", source.id)
                .put("key", source.key)
                .put("status", open ? "OPEN" : "CLOSED")
                .put("title", source.title)
                .put("created_at", source.madeBy.at().toEpochMilli());
        target.putObject("created_by").put("id", source.madeBy.actor().userId());
        if (source.hasServiceNowTicket()) {
            target.putObject("servicenow_ticket")
                    .put("sys_id", source.linkedId.orElseThrow())
                    .put("table_name", "incident")
                    .put("state", open ? "New" : "Closed")
                    .put("url", source.linkedUrl.orElseThrow());
        }
        if (source.kind == CaseKind.JIRA) {
            target.putObject("jira_issue")
                    .put("key", source.linkedId.orElseThrow())
                    .put("status", open ? "To Do" : "Done")
                    .put("url", source.linkedUrl.orElseThrow());
        }
    }
}
