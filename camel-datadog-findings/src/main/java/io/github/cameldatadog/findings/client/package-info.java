/**
 * Talking to Datadog: where it is, who we are, how fast we may ask, and what an answer means.
 *
 * <p>Knows no Camel route and no exchange. The HTTP client comes from a private camel-http component, so that TLS, proxy,
 * timeouts and pool are configured as everywhere in Camel; that is all of Camel it touches.
 */
package io.github.cameldatadog.findings.client;
