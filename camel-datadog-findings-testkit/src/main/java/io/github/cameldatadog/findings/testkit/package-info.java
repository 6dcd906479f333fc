/** A simulated Datadog: strict about requests, nasty about answers, and honest about what happened. */
package io.github.cameldatadog.findings.testkit;
