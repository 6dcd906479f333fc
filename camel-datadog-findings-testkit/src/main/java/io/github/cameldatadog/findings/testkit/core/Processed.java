package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.util.List;
import java.util.Optional;

/**
 * What the application makes of a request.
 *
 * @param answer an answer without a body where there is a document
 * @param document the JSON of a success that has any
 * @param casesByTicket the cases in that document in the order of the request
 */
record Processed(HttpAnswer answer, Optional<ObjectNode> document, List<ObjectNode> casesByTicket) {

    static Processed refused(HttpAnswer answer) {
        return new Processed(answer, Optional.empty(), List.of());
    }

    static Processed success(int status, String contentType, ObjectNode document, List<ObjectNode> casesByTicket) {
        HttpAnswer answer = HttpAnswer.of(status, contentType, "");
        return new Processed(answer, Optional.of(document), casesByTicket);
    }

    static Processed withoutBody(int status) {
        return new Processed(HttpAnswer.empty(status), Optional.empty(), List.of());
    }

    boolean isSuccess() {
        return answer.status() < 300;
    }
}
