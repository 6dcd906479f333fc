/** The part of Datadog's log search language that searches for findings use. */
package io.github.cameldatadog.findings.testkit.query;
