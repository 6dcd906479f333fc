package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.query.FindingQuery;
import java.util.List;
import java.util.Optional;

/** What a valid request asks for. */
sealed interface Command {

    Operation operation();

    /** Make these tickets. */
    record Create(List<TicketOrder> tickets) implements Command {
        @Override
        public Operation operation() {
            return Operation.CREATE;
        }
    }

    /** Find findings. */
    record Find(
            Operation operation,
            String queryText,
            FindingQuery query,
            boolean descending,
            int limit,
            Optional<PageCursor> cursor)
            implements Command {}

    /** Check the API key. */
    record Validate() implements Command {
        @Override
        public Operation operation() {
            return Operation.VALIDATE;
        }
    }
}
