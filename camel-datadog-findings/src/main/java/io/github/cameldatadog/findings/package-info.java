/**
 * What a Camel user sees: the component {@code datadog-findings}, its endpoint and options, the headers it reads and
 * writes, and what it throws.
 */
package io.github.cameldatadog.findings;
