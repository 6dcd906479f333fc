/** JUnit 5: a simulated Datadog for each test. */
package io.github.cameldatadog.findings.testkit.junit;
