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
        source.link.ifPresent(link -> writeLink(target, link));
    }

    private void writeLink(ObjectNode target, Link link) {
        if (source.kind == CaseKind.JIRA) {
            target.putObject("jira_issue")
                    .put("key", link.id())
                    .put("status", open ? "To Do" : "Done")
                    .put("url", link.url());
            return;
        }
        target.putObject("servicenow_ticket")
                .put("sys_id", link.id())
                .put("table_name", "incident")
                .put("state", open ? "New" : "Closed")
                .put("url", link.url());
    }
}
