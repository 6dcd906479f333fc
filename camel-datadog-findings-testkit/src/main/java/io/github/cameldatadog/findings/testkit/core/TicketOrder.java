package io.github.cameldatadog.findings.testkit.core;

import java.util.List;
import java.util.Optional;

/** One ticket of a create request, checked. */
record TicketOrder(
        String projectId,
        Optional<String> title,
        Optional<String> description,
        Optional<String> priority,
        Optional<String> assigneeId,
        List<String> findingIds) {}
