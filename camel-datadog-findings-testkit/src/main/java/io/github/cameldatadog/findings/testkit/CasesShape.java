package io.github.cameldatadog.findings.testkit;

/** How {@code workflow.integrations.cases} looks. */
public enum CasesShape {
    /** Always an array, as documented. */
    ARRAY,
    /** A single object where the finding is on exactly one case, as in Datadog's examples; else an array. */
    SINGLE_OBJECT
}
