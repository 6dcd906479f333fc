package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Finding;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One page of a search, with findings that have all their fields.
 *
 * @param findings what it holds, in Datadog's order; elements without an id are missing
 * @param elements how many elements it holds
 * @param next cursor of the next page ({@code meta.page.after}); absent on the last
 */
public record FoundPage(List<Finding> findings, int elements, Optional<String> next) {
    public FoundPage {
        findings = List.copyOf(findings);
        Objects.requireNonNull(next, "next");
    }
}
