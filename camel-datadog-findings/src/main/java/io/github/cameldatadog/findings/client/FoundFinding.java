package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.AttachedCase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a search tells about one finding.
 *
 * @param id the finding's id
 * @param status Datadog's {@code status}, such as {@code open}; null if it is not told
 * @param muted Datadog's {@code workflow.mute.is_muted}
 * @param cases the cases it is on, closed ones too; empty list if it is on none; absent if Datadog told something that
 *     cannot be read, so that nothing is known
 */
public record FoundFinding(String id, String status, boolean muted, Optional<List<AttachedCase>> cases) {
    public FoundFinding {
        Objects.requireNonNull(id, "id");
        cases = cases.map(List::copyOf);
    }
}
