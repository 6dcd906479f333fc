package io.github.cameldatadog.findings.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.client.FindingsClient;
import io.github.cameldatadog.findings.client.OutcomeCorrelator;
import io.github.cameldatadog.findings.client.RequestObserver;
import io.github.cameldatadog.findings.client.SiteKnowledge;
import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.internal.reading.FindingFields;
import io.github.cameldatadog.findings.internal.reading.FindingReader;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;

/** What every exchange of a producer is worked on with. */
record RunParts(
        FindingsClient creates,
        FindingReader reader,
        TicketLookup lookup,
        DraftRenderer renderer,
        OutcomeCorrelator correlator,
        SiteKnowledge knowledge,
        LedgerOfEndpoint ledger,
        Timing timing,
        Executor workers) {

    /** The same, telling one observer more of its requests. */
    RunParts watchedBy(RequestObserver observer) {
        return new RunParts(
                creates.watchedBy(observer),
                reader,
                lookup.watchedBy(observer),
                renderer,
                correlator,
                knowledge,
                ledger,
                timing,
                workers);
    }

    static RunParts of(CamelContext context, TicketSettings settings, EndpointClients clients) {
        DatadogConnections connections = DatadogConnections.of(context);
        Set<String> wanted = new HashSet<>(FindingFields.DEFAULT);
        wanted.addAll(settings.grouping().fields());
        wanted.addAll(settings.templates().namedFields(context));
        SiteKnowledge knowledge = connections.knowledge(settings.connection());
        return new RunParts(
                clients.creates(),
                new FindingReader(new ObjectMapper(), wanted),
                new TicketLookup(clients.searches(), connections.timing(), knowledge, settings),
                new DraftRenderer(context, settings.templates(), settings.draftCustomizer()),
                new OutcomeCorrelator(settings.connection().siteName()),
                knowledge,
                connections.ledger(settings),
                connections.timing(),
                connections.workers());
    }
}
