package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The request and the answer that Datadog's documentation of the operation gives as examples, member by member. */
class SpecificationExampleTest {

    private static final String FINDING = "ZGVmLTAwcC1pZXJ-aS0wZjhjNjMyZDNmMzRlZTgzNw==";
    private static final String PROJECT = "aeadc05e-98a8-11ec-ac2c-da7ad0900001";

    private static final TicketDraft DRAFT = TicketDraft.of(List.of(Finding.ofId(FINDING)))
            .withAssigneeId("f315bdaf-9ee7-4808-a9c1-99c15bf0f4d0")
            .withDescription("A description of the ServiceNow ticket.")
            .withPriority(Priority.P4)
            .withTitle("A title for the ServiceNow ticket.")
            .withProject(PROJECT);

    @Test
    void theRequestIsTheDocumentedOneMemberByMember() throws Exception {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readTree(CreateTicketsCodec.write(List.of(DRAFT))))
                .isEqualTo(
                        json.readTree(
                                """
                {"data": [{
                    "attributes": {
                        "assignee_id": "f315bdaf-9ee7-4808-a9c1-99c15bf0f4d0",
                        "description": "A description of the ServiceNow ticket.",
                        "priority": "P4",
                        "title": "A title for the ServiceNow ticket."
                    },
                    "relationships": {
                        "findings": {"data": [
                            {"id": "ZGVmLTAwcC1pZXJ-aS0wZjhjNjMyZDNmMzRlZTgzNw==", "type": "findings"}
                        ]},
                        "project": {"data": {"id": "aeadc05e-98a8-11ec-ac2c-da7ad0900001", "type": "projects"}}
                    },
                    "type": "servicenow_tickets"
                }]}
                """));
    }

    @Test
    void theDocumentedAnswerIsReadMemberByMemberAndMeansTicketed() {
        Answer answer = new Answer.Received(201, Map.of(), ANSWER.getBytes(StandardCharsets.UTF_8));
        Delivery delivery = new Delivery(
                Optional.of(answer), "", 1, Duration.ZERO, Optional.empty(), Optional.empty(), Optional.empty());

        List<DraftOutcome> outcomes = new OutcomeCorrelator("datadoghq.com").correlate(List.of(DRAFT), delivery);

        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).parts()).hasSize(1);
        assertThat(outcomes.get(0).parts().get(0).findings()).containsExactly(DRAFT.first());
        assertThat(outcomes.get(0).parts().get(0).outcome())
                .isEqualTo(new Ticketed(new CreatedCase(
                        "c1234567-89ab-cdef-0123-456789abcdef",
                        "PROJ-123",
                        "A title for the case.",
                        "OPEN",
                        PROJECT,
                        "00000000-0000-0000-2345-000000000000",
                        Instant.parse("2025-01-01T00:00:00.000Z"),
                        List.of(FINDING),
                        "COMPLETED",
                        "https://example.service-now.com/now/nav/ui/classic/params/target/"
                                + "incident.do?sys_id=abcdef0123456789abcdef0123456789",
                        "abcdef0123456789abcdef0123456789")));
    }

    private static final String ANSWER =
            """
            {"data": [{
                "id": "c1234567-89ab-cdef-0123-456789abcdef",
                "type": "cases",
                "attributes": {
                    "archived_at": "2025-01-01T00:00:00.000Z",
                    "assigned_to": {"data": {"id": "00000000-0000-0000-2345-000000000000", "type": "users"}},
                    "attributes": {"<any-key>": []},
                    "closed_at": "2025-01-01T00:00:00.000Z",
                    "created_at": "2025-01-01T00:00:00.000Z",
                    "creation_source": "CS_SECURITY_FINDING",
                    "description": "A description of the case.",
                    "due_date": "2025-01-01",
                    "insights": [{
                        "ref": "/security/appsec/vm/library/vulnerability/dfa027f7c037b2f77159adc027fecb56?detection=static",
                        "resource_id": "ZGVmLTAwcC1pZXJ-aS0wZjhjNjMyZDNmMzRlZTgzNw==",
                        "type": "SECURITY_FINDING"
                    }],
                    "jira_issue": {
                        "error_message": "{\\"errorMessages\\":[\\"An error occured.\\"],\\"errors\\":{}}",
                        "result": {
                            "account_id": "463a8631-680e-455c-bfd3-3ed04d326eb7",
                            "issue_id": "2871276",
                            "issue_key": "PROJ-123",
                            "issue_url": "https://domain.atlassian.net/browse/PROJ-123"
                        },
                        "status": "COMPLETED"
                    },
                    "key": "PROJ-123",
                    "modified_at": "2025-01-01T00:00:00.000Z",
                    "priority": "P4",
                    "servicenow_ticket": {
                        "result": {
                            "instance_name": "example",
                            "sys_id": "abcdef0123456789abcdef0123456789",
                            "sys_target_link": "https://example.service-now.com/incident.do?sys_id=abcdef0123456789abcdef0123456789",
                            "sys_target_sys_id": "abcdef0123456789abcdef0123456789",
                            "table_name": "incident",
                            "url": "https://example.service-now.com/now/nav/ui/classic/params/target/incident.do?sys_id=abcdef0123456789abcdef0123456789"
                        },
                        "status": "COMPLETED"
                    },
                    "status": "OPEN",
                    "status_group": "SG_OPEN",
                    "status_name": "Open",
                    "title": "A title for the case.",
                    "type": "SECURITY"
                },
                "relationships": {
                    "created_by": {"data": {"id": "00000000-0000-0000-2345-000000000000", "type": "users"}},
                    "modified_by": {"data": {"id": "00000000-0000-0000-2345-000000000000", "type": "users"}},
                    "project": {"data": {"id": "aeadc05e-98a8-11ec-ac2c-da7ad0900001", "type": "projects"}}
                }
            }]}
            """;
}
