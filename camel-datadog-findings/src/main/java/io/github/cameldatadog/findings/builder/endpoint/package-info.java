/**
 * Builders of endpoint URIs for routes in Java, all generated from the endpoint's options: begin with
 * {@code StaticEndpointBuilders.datadogFindings("servicenowTickets")}. They need {@code camel-endpointdsl}, which is not a
 * dependency of this component; nothing else here does.
 */
package io.github.cameldatadog.findings.builder.endpoint;
