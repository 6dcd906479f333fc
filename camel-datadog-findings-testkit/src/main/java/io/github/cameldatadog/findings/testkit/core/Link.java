package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.fault.TicketFate;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a case is linked to outside of Datadog.
 *
 * @param instance the ServiceNow instance by its name, or the Jira site by its host
 * @param id a ServiceNow record by its sys_id, a Jira issue by its key
 * @param url where people look at it
 */
record Link(String instance, String id, String url) {

    private static final String SERVICENOW = "example";
    private static final String JIRA = "example.atlassian.net";

    /** What is made for a new case, if anything is. */
    static Optional<Link> made(CaseKind kind, TicketFate fate, Supplier<String> jiraKey, RandomGenerator random) {
        if (fate != TicketFate.COMPLETED) {
            return Optional.empty();
        }
        return switch (kind) {
            case SERVICENOW ->
                Optional.of(serviceNow(SERVICENOW, String.format("%016x%016x", random.nextLong(), random.nextLong())));
            case JIRA -> Optional.of(jira(JIRA, jiraKey.get()));
            case PLAIN -> Optional.empty();
        };
    }

    static Link serviceNow(String instance, String sysId) {
        String target = "/now/nav/ui/classic/params/target/incident.do?sys_id=" + sysId;
        return new Link(instance, sysId, serviceNowSite(instance) + target);
    }

    static Link jira(String host, String key) {
        return new Link(host, key, "https://" + host + "/browse/" + key);
    }

    private static String serviceNowSite(String instance) {
        return "https://" + instance + ".service-now.com";
    }

    /** The link to a ServiceNow record that shows nothing around it. */
    String directUrl() {
        return serviceNowSite(instance) + "/incident.do?sys_id=" + id;
    }

    /** Whether both lead to the same ticket, however their URLs were written. */
    boolean leadsTo(Link other) {
        return instance.equals(other.instance) && id.equals(other.id);
    }
}
