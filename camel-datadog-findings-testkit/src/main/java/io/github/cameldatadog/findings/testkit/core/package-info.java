/**
 * The rules and the state of the simulated Datadog, without sockets, threads or a clock of its own: a request goes in, a
 * {@link io.github.cameldatadog.findings.testkit.core.Decision} comes out. A simulation in virtual time can drive it
 * directly.
 */
package io.github.cameldatadog.findings.testkit.core;
