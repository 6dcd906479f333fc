package io.github.cameldatadog.findings.testkit.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Changes the JSON of a successful answer before it is sent; the state behind it stays as it is. */
@FunctionalInterface
public interface AnswerEdit {

    /**
     * Makes the change.
     *
     * @param document the answer's whole document
     * @param casesByTicket for a create request, the case of each ticket in the order of the request (the answer
     *     itself is in no order); for one that attaches, its case; empty for every other operation
     */
    void edit(ObjectNode document, List<ObjectNode> casesByTicket);
}
