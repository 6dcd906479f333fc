package io.github.cameldatadog.findings.observe;

import io.github.cameldatadog.findings.DatadogFindingsComponent;
import io.github.cameldatadog.findings.DatadogFindingsConstants;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/** Names and tags spans of camel-telemetry (camel-opentelemetry2 and others); found there by its service file. */
public final class TelemetrySpanDecorator extends AbstractSpanDecorator {

    @Override
    public String getComponent() {
        return DatadogFindingsConstants.SCHEME;
    }

    @Override
    public String getComponentClassName() {
        return DatadogFindingsComponent.class.getName();
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return SpanFacts.nameOf(endpoint);
    }

    @Override
    public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
        // Not what Camel does for any component: that tags the whole URI.
        span.setComponent("camel-" + DatadogFindingsConstants.SCHEME);
        SpanFacts.atBegin(exchange, endpoint).forEach(span::setTag);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        SpanFacts.atEnd(exchange).forEach(span::setTag);
        if (exchange.getException() != null) {
            span.setError(true);
            span.log(SpanFacts.ofFailure(exchange));
        }
    }
}
