package io.github.cameldatadog.findings.testkit.finding;

import java.util.Locale;

/** The kinds of security findings Datadog documents; {@link #value()} is what {@code finding_type} says. */
public enum FindingType {
    API_SECURITY,
    ATTACK_PATH,
    HOST_AND_CONTAINER_VULNERABILITY,
    IAC_MISCONFIGURATION,
    IDENTITY_RISK,
    LIBRARY_VULNERABILITY,
    MISCONFIGURATION,
    RUNTIME_CODE_VULNERABILITY,
    SECRET,
    SENSITIVE_DATA,
    STATIC_CODE_VULNERABILITY,
    WORKLOAD_ACTIVITY;

    /** The value of {@code finding_type}, as {@code attack_path}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
