package io.github.cameldatadog.findings.testkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

/** The requests that are related to creating ServiceNow tickets, as any client would send them. */
final class DatadogRequests {

    static final String CASES = "/api/v2/security/findings/cases";
    static final String JIRA = "/api/v2/security/findings/jira_issues";
    static final String MUTE = "/api/v2/security/findings/mute";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final DatadogClient client;

    DatadogRequests(DatadogClient client) {
        this.client = client;
    }

    /** A request that makes one case of that type for each list of findings. */
    @SafeVarargs
    static ObjectNode creation(String type, List<String>... findings) {
        ObjectNode body = DatadogClient.tickets(findings);
        body.get("data").forEach(element -> ((ObjectNode) element).put("type", type));
        return body;
    }

    /** A request about findings, without the members by which its kinds differ. */
    static ObjectNode about(String type, List<String> findingIds) {
        ObjectNode document = MAPPER.createObjectNode();
        ObjectNode data = document.putObject("data").put("type", type);
        ArrayNode findings =
                data.putObject("relationships").putObject("findings").putArray("data");
        findingIds.forEach(id -> findings.addObject().put("id", id).put("type", "findings"));
        return document;
    }

    static ObjectNode toCase(String caseId, List<String> findingIds) {
        ObjectNode document = about("cases", findingIds);
        ((ObjectNode) document.get("data")).put("id", caseId);
        return document;
    }

    static ObjectNode toServiceNow(String url, List<String> findingIds) {
        return toLink("servicenow_tickets", "servicenow_ticket_url", url, findingIds);
    }

    static ObjectNode toJira(String url, List<String> findingIds) {
        return toLink("jira_issues", "jira_issue_url", url, findingIds);
    }

    private static ObjectNode toLink(String type, String member, String url, List<String> findingIds) {
        ObjectNode document = about(type, findingIds);
        document.withObject("/data/attributes").put(member, url);
        document.withObject("/data/relationships/project/data")
                .put("id", SimulatedDatadog.PROJECT_ID)
                .put("type", "projects");
        return document;
    }

    static ObjectNode muting(boolean muted, String reason, List<String> findingIds) {
        ObjectNode document = about("mute", findingIds);
        document.withObject("/data/attributes/mute").put("is_muted", muted).put("reason", reason);
        return document;
    }

    HttpResponse<String> send(String method, String path, ObjectNode body) throws IOException {
        return client.send(client.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString())));
    }

    HttpResponse<String> attachToCase(String caseId, List<String> findingIds) throws IOException {
        return send("PATCH", CASES + "/" + caseId, toCase(caseId, findingIds));
    }

    HttpResponse<String> attachToServiceNow(String url, List<String> findingIds) throws IOException {
        return send("PATCH", DatadogClient.CREATE, toServiceNow(url, findingIds));
    }

    HttpResponse<String> attachToJira(String url, List<String> findingIds) throws IOException {
        return send("PATCH", JIRA, toJira(url, findingIds));
    }

    HttpResponse<String> detach(List<String> findingIds) throws IOException {
        return send("DELETE", CASES, about("cases", findingIds));
    }

    HttpResponse<String> mute(ObjectNode body) throws IOException {
        return send("PATCH", MUTE, body);
    }
}
