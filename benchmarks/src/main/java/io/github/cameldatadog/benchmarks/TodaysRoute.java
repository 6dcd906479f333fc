package io.github.cameldatadog.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What people write today: the document unmarshalled to a tree, its ids put into requests of 50 times 50, each marshalled
 * and posted with camel-http, the answers counted. No retries, no pacing, no report, no protection from second tickets.
 */
final class TodaysRoute implements Posting {

    private static final int EACH = 50;

    private final CamelContext context = new DefaultCamelContext();

    TodaysRoute(String baseUrl) {
        Routes.start(context, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:findings")
                        .unmarshal(new JacksonDataFormat(JsonNode.class))
                        .process(exchange -> exchange.getMessage()
                                .setBody(requests(exchange.getMessage().getBody(JsonNode.class))))
                        .split(body(), TodaysRoute::sum)
                        .marshal(new JacksonDataFormat())
                        .setHeader(Exchange.HTTP_METHOD, constant(HttpMethods.POST))
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .setHeader("DD-API-KEY", constant(SimulatedDatadog.API_KEY))
                        .setHeader("DD-APPLICATION-KEY", constant(SimulatedDatadog.APPLICATION_KEY))
                        .to(baseUrl + "/api/v2/security/findings/servicenow_tickets")
                        .unmarshal(new JacksonDataFormat(JsonNode.class))
                        .process(exchange -> exchange.getMessage()
                                .setBody(new Made(findings(exchange.getMessage().getBody(JsonNode.class)), 1)))
                        .end();
            }
        });
    }

    private static Exchange sum(Exchange before, Exchange now) {
        if (before != null) {
            Made one = before.getMessage().getBody(Made.class);
            Made other = now.getMessage().getBody(Made.class);
            now.getMessage().setBody(new Made(one.findings() + other.findings(), one.requests() + other.requests()));
        }
        return now;
    }

    private static List<Map<String, Object>> requests(JsonNode document) {
        List<Map<String, Object>> requests = new ArrayList<>();
        List<Map<String, Object>> tickets = new ArrayList<>();
        List<Map<String, String>> findings = new ArrayList<>();
        for (JsonNode element : document.get("data")) {
            findings.add(Map.of("id", element.get("id").textValue(), "type", "findings"));
            if (findings.size() == EACH) {
                tickets.add(ticket(findings));
                findings = new ArrayList<>();
            }
            if (tickets.size() == EACH) {
                requests.add(Map.of("data", tickets));
                tickets = new ArrayList<>();
            }
        }
        if (!findings.isEmpty()) {
            tickets.add(ticket(findings));
        }
        if (!tickets.isEmpty()) {
            requests.add(Map.of("data", tickets));
        }
        return requests;
    }

    private static long findings(JsonNode answer) {
        long findings = 0;
        for (JsonNode one : answer.get("data")) {
            findings += one.get("attributes").get("insights").size();
        }
        return findings;
    }

    private static Map<String, Object> ticket(List<Map<String, String>> findings) {
        return Map.of(
                "type",
                "servicenow_tickets",
                "relationships",
                Map.of(
                        "findings", Map.of("data", findings),
                        "project", Map.of("data", Map.of("id", SimulatedDatadog.PROJECT_ID, "type", "projects"))));
    }

    @Override
    public Made post(Object body) {
        return context.createFluentProducerTemplate()
                .withBody(body)
                .to("direct:findings")
                .request(Made.class);
    }

    @Override
    public void close() {
        context.stop();
    }
}
