/** Security findings: made by hand or by the dozen, and written as the documents Datadog hands out. */
package io.github.cameldatadog.findings.testkit.finding;
