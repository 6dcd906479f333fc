package io.github.cameldatadog.findings.testkit;

/** Where an element of a search answer carries the finding's fields. */
public enum ElementShape {
    /** Under {@code attributes.attributes.custom}, as Datadog's servers were recorded to answer. */
    RECORDED,
    /** Under {@code attributes.attributes}, as Datadog's schema documents. */
    DOCUMENTED
}
