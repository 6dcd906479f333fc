package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.RouteToDatadog;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;

/** An exchange on its way, and what it was given. */
final class CampaignExchange {

    final Sending sending;
    private final List<String> ids;
    private final Object body;
    private final Exchange exchange;
    private final AsyncProducer producer;
    private final Supplier<Instant> clock;
    private final CampaignNode node;
    private final List<ExchangeRecord.Span> atWork = new ArrayList<>();
    private int deliveries;
    private int callbacks;
    private boolean ended;
    private Instant workedOnSince;
    private boolean died;

    CampaignExchange(
            Sending sending,
            List<SimulatedFinding> findings,
            AsyncProducer producer,
            CamelContext context,
            Supplier<Instant> clock,
            CampaignNode node)
            throws IOException {
        this.clock = clock;
        List<SimulatedFinding> all = new ArrayList<>(findings);
        all.addAll(findings.subList(0, Math.min(sending.repeated(), findings.size())));
        this.sending = sending;
        this.ids = all.stream().map(SimulatedFinding::id).toList();
        this.body = sending.kind().write(all, sending.shape(), sending.invalid());
        this.exchange = ExchangeBuilder.anExchange(context).withBody(body).build();
        this.producer = producer;
        this.node = node;
    }

    CampaignNode node() {
        return node;
    }

    AsyncProducer producer() {
        return producer;
    }

    boolean ended() {
        return ended;
    }

    /** It never comes, or comes no more. */
    void end() {
        ended = true;
    }

    boolean isWorkedOn() {
        return workedOnSince != null;
    }

    /** Its node dies: what it had not finished it never will, and nobody is told anything. */
    void die(Instant at) {
        if (ended) {
            return;
        }
        died = true;
        ended = true;
        if (isWorkedOn()) {
            atWork.add(new ExchangeRecord.Span(workedOnSince, at));
        }
    }

    /** Whether its node died before it had ended. */
    boolean died() {
        return died;
    }

    /**
     * Hands it to its producer.
     *
     * @param whenDone is told whether it failed and is to be delivered again
     */
    void deliver(Runnable whenToRedeliver) {
        deliveries++;
        workedOnSince = clock.get();
        int delivery = deliveries;
        producer.process(exchange, doneSync -> {
            Instant now = clock.get();
            Instant begun = workedOnSince;
            workedOnSince = null;
            if (died) {
                return;
            }
            callbacks++;
            atWork.add(new ExchangeRecord.Span(begun, now));
            if (exchange.getException() != null && delivery <= sending.redeliveries()) {
                whenToRedeliver.run();
            } else {
                ended = true;
            }
        });
    }

    /** As Camel's error handler does. */
    void redeliver(Runnable whenToRedeliver) {
        exchange.setException(null);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(Exchange.REDELIVERED, true);
        deliver(whenToRedeliver);
    }

    ExchangeRecord record() {
        return new ExchangeRecord(
                sending.number(),
                sending.options(),
                ids,
                sending.invalid(),
                sending.kind().canBeReadOnce(),
                deliveries,
                callbacks,
                died ? null : RouteToDatadog.reportOf(exchange),
                died ? null : exchange.getException(),
                List.copyOf(atWork),
                node.number(),
                died);
    }

    /** Takes away the file it was, if it was one. */
    void clear() throws IOException {
        Path path = body instanceof File file ? file.toPath() : body instanceof Path given ? given : null;
        if (path != null) {
            Files.deleteIfExists(path);
        }
    }
}
