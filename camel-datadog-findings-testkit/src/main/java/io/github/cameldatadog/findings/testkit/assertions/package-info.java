/** AssertJ assertions over what the simulated Datadog saw and did. */
package io.github.cameldatadog.findings.testkit.assertions;
