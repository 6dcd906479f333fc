package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.client.RequestObserver;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketListener;

/** Is told of everything that happens at an endpoint: exchanges, outcomes and requests. */
public interface EndpointObserver extends RequestObserver, TicketListener {

    @Override
    default void settled(ReportEntry entry) {}
}
