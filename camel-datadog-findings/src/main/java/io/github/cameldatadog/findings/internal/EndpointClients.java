package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.FindingsClient;

/**
 * The clients of one endpoint. Each has its own limit of requests in flight, because a look may be needed by a batch whose
 * turn has come, and must not wait for that batch's own slot.
 *
 * @param creates makes tickets
 * @param searches looks findings up
 */
public record EndpointClients(FindingsClient creates, FindingsClient searches) {}
