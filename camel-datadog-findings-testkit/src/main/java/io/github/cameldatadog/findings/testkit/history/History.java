package io.github.cameldatadog.findings.testkit.history;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
     * The cases that requests to create ServiceNow tickets made, closed ones included, whatever became of the ticket
     * behind them. A case that was made for an incident which was there already is none.
     */
    public List<CaseRecord> tickets() {
        Set<Long> attaching = requests(Operation.ATTACH_SERVICENOW_TICKET).stream()
                .map(RequestRecord::number)
                .collect(Collectors.toSet());
        return cases.stream()
                .filter(one -> one.ours() && one.kind() == CaseKind.SERVICENOW)
                .filter(one -> one.requestNumber().filter(attaching::contains).isEmpty())
                .toList();
    }

    /** Where one finding has been. */
    public List<Attachment> attachments(String findingId) {
        return attachments.stream()
                .filter(one -> one.findingId().equals(findingId))
                .toList();
    }
}
