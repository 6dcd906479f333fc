package io.github.cameldatadog.findings.internal.reading;

import java.util.Set;

/** Fields of a finding by their dotted paths in Datadog's schema. */
public final class FindingFields {

    /**
     * What is kept of every finding: what decisions, groupings and titles commonly ask for. Not {@code description},
     * which is large. {@code finding_id} needs no asking.
     */
    public static final Set<String> DEFAULT = Set.of(
            "severity",
            "base_severity",
            "status",
            "title",
            "finding_type",
            "rule.id",
            "rule.name",
            "rule.type",
            "resource_id",
            "resource_name",
            "resource_type",
            "service.name",
            "cloud_resource.account",
            "cloud_resource.region",
            "cloud_resource.cloud_provider",
            "advisory.cve",
            "package.name",
            "package.version",
            "git.repository_id",
            "host.name",
            "first_seen_at",
            "workflow.due_date",
            "workflow.triage.assignee.id",
            "workflow.mute.is_muted");

    private FindingFields() {}
}
