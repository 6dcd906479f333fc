/**
 * Data types for {@code transformDataType}: a report as JSON, CSV or Markdown text. Text that Datadog, a finding or a header
 * brought is made harmless for whatever shows it.
 */
package io.github.cameldatadog.findings.transform;
