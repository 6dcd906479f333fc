package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.KeyVerdict;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether Datadog takes the API key ({@code GET /api/v1/validate}): a check of readiness, for endpoints with the same site
 * and keys together. Down only if Datadog answers 403; not for an outage, a spent rate limit, or an answer that says nothing
 * of the key, for then a restart or another node would do no better. An answer is believed for five minutes, or until the
 * keys change. What the application key may do is not asked: Datadog has no such question.
 */
public class DatadogFindingsHealthCheck extends AbstractHealthCheck {

    private final DatadogFindingsEndpoint endpoint;

    DatadogFindingsHealthCheck(String id, DatadogFindingsEndpoint endpoint) {
        super("camel", id);
        this.endpoint = endpoint;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        KeyVerdict verdict = endpoint.keyVerdict();
        builder.detail("datadog.site", endpoint.getSiteName());
        builder.detail("datadog.apiKey", verdict.standing().name());
        builder.detail("datadog.answer", verdict.detail());
        builder.detail("datadog.askedAt", verdict.askedAt().toString());
        if (verdict.standing() == KeyVerdict.Standing.REFUSED) {
            builder.message("Datadog refuses the API key for " + endpoint.getSiteName() + ": " + verdict.detail()
                    + ". Check apiKey and site; keys of one site are refused by every other");
            builder.down();
        } else {
            // Camel counts UNKNOWN as not ready.
            builder.up();
        }
    }
}
