package io.github.cameldatadog.findings.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One page of a search.
 *
 * @param findings what it holds, in Datadog's order
 * @param next cursor of the next page ({@code meta.page.after}); absent on the last
 */
public record SearchPage(List<FoundFinding> findings, Optional<String> next) {
    public SearchPage {
        findings = List.copyOf(findings);
        Objects.requireNonNull(next, "next");
    }
}
