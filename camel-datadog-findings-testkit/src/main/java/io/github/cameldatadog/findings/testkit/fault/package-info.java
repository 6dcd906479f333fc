/** What can go wrong between a client and Datadog, and the script that says when it does. */
package io.github.cameldatadog.findings.testkit.fault;
