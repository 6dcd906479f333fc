package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a case is linked to outside of Datadog: a ServiceNow record by its sys_id, a Jira issue by its key. */
record Link(Optional<String> id, Optional<String> url) {

    static final String INSTANCE = "example";
    static final String SERVICENOW = "https://" + INSTANCE + ".service-now.com";

    private static final Link NONE = new Link(Optional.empty(), Optional.empty());

    static Link of(CaseKind kind, TicketFate fate, String caseKey, RandomGenerator random) {
        if (kind == CaseKind.SERVICENOW && fate == TicketFate.COMPLETED) {
            String sysId = String.format("%016x%016x", random.nextLong(), random.nextLong());
            String target = "incident.do?sys_id=" + sysId;
            return link(sysId, SERVICENOW + "/now/nav/ui/classic/params/target/" + target);
        }
        if (kind == CaseKind.JIRA) {
            String issue = "JIRA-" + caseKey.substring(caseKey.lastIndexOf('-') + 1);
            return link(issue, "https://example.atlassian.net/browse/" + issue);
        }
        return NONE;
    }

    private static Link link(String id, String url) {
        return new Link(Optional.of(id), Optional.of(url));
    }
}
