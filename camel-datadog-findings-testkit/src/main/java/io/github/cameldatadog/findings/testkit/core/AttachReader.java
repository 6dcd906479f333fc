package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.CaseKind;
import java.util.Set;

/** Reads the bodies of requests that put findings on a case that exists, or take them off. */
final class AttachReader {

    private static final int MOST_FINDINGS = 50;
    private static final String DATA = "data";

    private AttachReader() {}

    static Command.AttachToCase toCase(byte[] body, String caseId) throws Refusal {
        ObjectNode data = StrictJson.object(StrictJson.data(body), DATA);
        StrictJson.members(data, DATA, Set.of("id", "relationships", "type"));
        StrictJson.type(data, DATA, "cases");
        String id = StrictJson.id(data, DATA);
        if (!id.equals(caseId)) {
            throw Refusal.badRequest("data.id must be the case of the path, " + caseId + ", but is \"" + id + "\"");
        }
        ObjectNode relationships = RelationshipsReader.of(data, DATA, Set.of("findings"));
        return new Command.AttachToCase(caseId, new RelationshipsReader(MOST_FINDINGS).findings(relationships, DATA));
    }

    static Command.AttachToLink toLink(byte[] body, CaseKind kind) throws Refusal {
        ObjectNode data = StrictJson.object(StrictJson.data(body), DATA);
        StrictJson.members(data, DATA, Set.of("attributes", "relationships", "type"));
        StrictJson.type(data, DATA, CreateReader.type(kind));
        ObjectNode attributes = StrictJson.object(data, DATA, "attributes");
        String member = kind == CaseKind.JIRA ? "jira_issue_url" : "servicenow_ticket_url";
        StrictJson.members(attributes, "data.attributes", Set.of(member));
        String url = StrictJson.text(attributes, "data.attributes", member);
        String where = "data.attributes." + member;
        Link link = kind == CaseKind.JIRA ? LinkReader.jira(url, where) : LinkReader.serviceNow(url, where);
        ObjectNode relationships = RelationshipsReader.of(data, DATA, Set.of("findings", "project"));
        RelationshipsReader related = new RelationshipsReader(MOST_FINDINGS);
        String projectId = related.project(relationships, DATA);
        return new Command.AttachToLink(kind, link, projectId, related.findings(relationships, DATA));
    }

    static Command.Detach detach(byte[] body) throws Refusal {
        ObjectNode data = StrictJson.object(StrictJson.data(body), DATA);
        StrictJson.members(data, DATA, Set.of("relationships", "type"));
        StrictJson.type(data, DATA, "cases");
        ObjectNode relationships = RelationshipsReader.of(data, DATA, Set.of("findings"));
        return new Command.Detach(new RelationshipsReader(MOST_FINDINGS).findings(relationships, DATA));
    }
}
