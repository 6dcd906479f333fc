package io.github.cameldatadog.findings.testkit.finding;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One element of a document that carries findings.
 *
 * @param position counts the elements of the document from 1
 * @param finding the finding; empty where the element has no usable id
 * @param cases the cases that the finding says it is on, as {@code workflow.integrations.cases} has them
 */
public record FindingElement(int position, Optional<SimulatedFinding> finding, List<ObjectNode> cases) {

    public FindingElement {
        cases = List.copyOf(cases);
    }
}
