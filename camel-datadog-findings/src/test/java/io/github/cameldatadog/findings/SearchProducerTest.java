package io.github.cameldatadog.findings;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.internal.DatadogConnections;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.ticket.Finding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code to("datadog-findings:search")}, poll and pollEnrich. */
class SearchProducerTest {

    private static final String SEARCH = "datadog-findings:search";

    private final SimulatedDatadog datadog = SimulatedDatadog.start();
    private final RouteToDatadog route = new RouteToDatadog(datadog);
    private ProducerTemplate template;

    @BeforeEach
    void createTemplate() {
        template = route.context().createProducerTemplate();
    }

    @AfterEach
    void close() {
        assertThat(DatadogConnections.of(route.context()).walks().count())
                .as("walks")
                .isZero();
        route.close();
        datadog.close();
    }

    private Exchange search(String options, Object body, Map<String, Object> headers) {
        Exchange exchange =
                ExchangeBuilder.anExchange(route.context()).withBody(body).build();
        exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        return template.send(SEARCH + options, exchange);
    }

    private static List<String> ids(Object body) {
        return StreamSupport.stream(((Iterable<?>) body).spliterator(), false)
                .map(finding -> ((Finding) finding).id())
                .toList();
    }

    private long searches() {
        return datadog.history().requests(Operation.SEARCH).size();
    }

    @Test
    void allThatIsFoundIsTheBody() {
        List<String> ids = route.openFindings(25);

        Exchange exchange = search("?query=*&pageSize=10", null, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(List.class);
        assertThat(ids(exchange.getMessage().getBody())).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(exchange.getMessage().getHeader(DatadogFindingsConstants.FOUND))
                .isEqualTo(25);
    }

    @Test
    void theHeaderGoesBeforeTheOptionAndTheOptionBeforeTheBody() {
        List<String> ids = route.openFindings(3);
        datadog.changeFinding(ids.get(0), "severity", "critical");
        datadog.changeFinding(ids.get(1), "severity", "low");
        datadog.changeFinding(ids.get(2), "severity", "info");
        Map<String, Object> critical = Map.of(DatadogFindingsConstants.QUERY, "@severity:critical");

        Object byHeader = search("?query=RAW(@severity:low)", "@severity:info", critical)
                .getMessage()
                .getBody();
        Object byOption = search("?query=RAW(@severity:low)", "@severity:info", Map.of())
                .getMessage()
                .getBody();
        Object byBody = search("", "@severity:info", Map.of()).getMessage().getBody();

        assertThat(ids(byHeader)).containsExactly(ids.get(0));
        assertThat(ids(byOption)).containsExactly(ids.get(1));
        assertThat(ids(byBody)).containsExactly(ids.get(2));
    }

    @Test
    void withoutAQueryNothingIsAsked() {
        Exchange exchange = search("", List.of("no query"), Map.of());

        assertThat(exchange.getException())
                .hasMessageContaining("option query")
                .hasMessageContaining(DatadogFindingsConstants.QUERY);
        assertThat(searches()).isZero();
    }

    @Test
    void aSearchThatFailsIsTheExchangesException() {
        datadog.withdrawPermission(Operation.SEARCH);

        Exchange exchange = search("?query=*", "as it was", Map.of());

        assertThat(exchange.getException())
                .isInstanceOfSatisfying(SearchFailedException.class, failed -> assertThat(failed.getHttpResponseCode())
                        .isEqualTo(403))
                .hasMessageContaining("security_monitoring_findings_read");
        assertThat(exchange.getMessage().getBody()).isEqualTo("as it was");
    }

    @Test
    void aSearchEndsWithTheTimeOfItsExchange() {
        route.openFindings(30);
        datadog.faults().next(Operation.SEARCH, Fault.none(), Fault.hang());

        Exchange exchange = search("?query=*&pageSize=10&exchangeTimeout=300", null, Map.of());

        assertThat(exchange.getException()).hasMessageContaining("exchangeTimeout of 300 ms is over");
    }

    @Test
    void aStreamIsFetchedAsItIsReadAndTellsNothingOfItself() throws Exception {
        List<String> ids = route.openFindings(25);
        List<String> read = new ArrayList<>();
        FoundFindings[] kept = new FoundFindings[1];
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to(SEARCH + "?query=*&pageSize=10&stream=true")
                        .process(exchange -> {
                            FoundFindings found = exchange.getMessage().getBody(FoundFindings.class);
                            kept[0] = found;
                            assertThat(found).hasToString("FoundFindings");
                            assertThat(searches()).isEqualTo(1);
                            read.addAll(ids(found));
                            assertThat(searches()).isEqualTo(3);
                            assertThat(ids(found)).as("asked for anew").hasSize(25);
                            Iterator<Finding> begun = found.iterator();
                            begun.next();
                        });
            }
        });

        template.sendBody("direct:stream", null);

        assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
        assertThatThrownBy(() -> kept[0].iterator()).hasMessageContaining("its exchange is done");
    }

    @Test
    void aPageOfAStreamThatCannotBeHadEndsTheReading() throws Exception {
        route.openFindings(25);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to(SEARCH + "?query=*&pageSize=10&stream=true&maxRetries=0")
                        .process(exchange -> datadog.withdrawPermission(Operation.SEARCH))
                        .process(exchange -> ids(exchange.getMessage().getBody()));
            }
        });

        assertThatThrownBy(() -> template.sendBody("direct:stream", null))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("SearchFailedException")
                .hasStackTraceContaining("403");
    }

    /** What was found just now needs no look before it is sent. */
    @Test
    void whatIsFoundBecomesTicketsWithoutAnotherLook() throws Exception {
        route.openFindings(30);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:tickets")
                        .to(SEARCH + "?query=*&pageSize=10&stream=true")
                        .to("datadog-findings:servicenowTickets?groupBy=rule.id&title=${body.findings[0].ruleName}");
            }
        });

        Exchange exchange = template.send("direct:tickets", one -> {});

        assertThat(exchange.getException()).isNull();
        assertThat(RouteToDatadog.reportOf(exchange).ticketed()).isEqualTo(30);
        assertThat(searches()).as("three pages, and no look").isEqualTo(3);
        assertThat(datadog).createdAtMostOneTicketPerFinding();
        assertThat(datadog.history().tickets())
                .allSatisfy(ticket -> assertThat(ticket.title()).isNotBlank());
    }

    @Test
    void aPollAsksOnItsThreadAndGoesOnPageByPage() {
        List<String> ids = route.openFindings(25);
        var consumer = route.context().createConsumerTemplate();
        List<String> polled = new ArrayList<>();

        for (int page = 0; page < 3; page++) {
            polled.addAll(ids(consumer.receiveBody(SEARCH + "?query=*&pageSize=10", 5_000)));
        }

        assertThat(polled).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(searches()).isEqualTo(3);
        Object after = consumer.receiveBody(SEARCH + "?query=*&pageSize=10", 5_000);
        assertThat(after).as("after the last page").isNull();
        Object anew = consumer.receiveBodyNoWait(SEARCH + "?query=*&pageSize=10");
        assertThat(ids(anew)).as("asked for anew").hasSize(10);
        consumer.stop();
    }

    @Test
    void aPollKeepsItsTimeOut() {
        route.openFindings(25);
        String uri = SEARCH + "?query=*&pageSize=10&requestTimeout=1500";
        var consumer = route.context().createConsumerTemplate();
        List<String> polled = new ArrayList<>(ids(consumer.receiveBody(uri, 5_000)));
        datadog.faults().next(Operation.SEARCH, Fault.hang());

        assertThat(consumer.receiveBody(uri, 50)).as("not in time").isNull();

        polled.addAll(ids(consumer.receiveBody(uri, 30_000)));
        polled.addAll(ids(consumer.receiveBody(uri, 30_000)));
        assertThat(polled).as("goes on where it was").hasSize(25).doesNotHaveDuplicates();
        assertThat((Object) consumer.receiveBody(uri, 5_000)).isNull();
        consumer.stop();
    }

    @Test
    void pollEnrichBringsWhatIsFound() throws Exception {
        List<String> ids = route.openFindings(5);
        route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:enrich")
                        .pollEnrich(SEARCH + "?query=*&deliver=all", 5_000)
                        .process(exchange -> exchange.getMessage()
                                .setBody(ids(exchange.getMessage().getBody())));
            }
        });

        Object found = template.requestBody("direct:enrich", (Object) null);

        assertThat((List<?>) found).hasSameElementsAs((List) ids);
    }

    @Test
    void aPollThatIsStoppedAndStartedAsksAnew() throws Exception {
        route.openFindings(15);
        PollingConsumer consumer = route.context()
                .getEndpoint(SEARCH + "?query=*&pageSize=10&deliver=finding")
                .createPollingConsumer();
        consumer.start();
        datadog.faults().next(Operation.SEARCH, Fault.hang());
        assertThat(consumer.receive(50)).as("not in time").isNull();
        consumer.stop();
        consumer.start();

        List<String> polled = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            polled.add(
                    consumer.receive(5_000).getMessage().getBody(Finding.class).id());
        }
        consumer.stop();

        assertThat(polled).doesNotHaveDuplicates();
    }

    @Test
    void aPollThatFailsSaysWhy() {
        datadog.withdrawPermission(Operation.SEARCH);
        var consumer = route.context().createConsumerTemplate();

        assertThatThrownBy(() -> consumer.receiveBody(SEARCH + "?query=*", 5_000))
                .hasStackTraceContaining("security_monitoring_findings_read");
        consumer.stop();
    }
}
