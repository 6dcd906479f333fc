package io.github.cameldatadog.findings.testkit.history;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import java.util.List;

/**
 * Everything that happened until it was asked for; later events are not in it. Immutable, so that one test can look at
 * one consistent moment.
 *
 * @param requests all requests in the order in which they arrived
 * @param cases all cases of everyone, closed ones included, in the order in which they were made
 * @param attachments all attachments and detachments of everyone in their order
 */
public record History(List<RequestRecord> requests, List<CaseRecord> cases, List<Attachment> attachments) {

    /** The requests for one operation. */
    public List<RequestRecord> requests(Operation operation) {
        return requests.stream()
                .filter(request -> request.operation() == operation)
                .toList();
    }

    /**
     * The cases that create requests made, closed ones included, whatever became of the ServiceNow ticket behind
     * them.
     */
    public List<CaseRecord> tickets() {
        return cases.stream()
                .filter(one -> one.ours() && one.kind() == CaseKind.SERVICENOW)
                .toList();
    }

    /** Where one finding has been. */
    public List<Attachment> attachments(String findingId) {
        return attachments.stream()
                .filter(one -> one.findingId().equals(findingId))
                .toList();
    }
}
