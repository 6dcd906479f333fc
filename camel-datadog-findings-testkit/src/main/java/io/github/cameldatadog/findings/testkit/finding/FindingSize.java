package io.github.cameldatadog.findings.testkit.finding;

/** How much a generated finding carries. */
public enum FindingSize {
    /** The members a program is likely to read: about 1 KB. */
    SMALL,
    /** What Datadog really sends, Markdown and resource configurations included: 4 to 19 KB. */
    REALISTIC
}
