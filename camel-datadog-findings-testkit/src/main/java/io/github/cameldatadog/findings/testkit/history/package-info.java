/** What the simulated Datadog saw and did: requests, cases, and where each finding has been. */
package io.github.cameldatadog.findings.testkit.history;
