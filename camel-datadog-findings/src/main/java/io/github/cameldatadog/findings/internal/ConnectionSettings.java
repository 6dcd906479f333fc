package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.client.ApiAddress;
import io.github.cameldatadog.findings.client.DatadogSite;
import io.github.cameldatadog.findings.client.HttpOptions;
import io.github.cameldatadog.findings.client.RetryRule;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Where an endpoint's requests go, as whom, and how.
 *
 * @param siteName how messages name the place: the site, or the base URL that is used instead
 * @param keys the keys, which may change
 * @param http the options {@code http.*}
 */
public record ConnectionSettings(
        String siteName,
        ApiAddress address,
        ConfiguredKeys keys,
        HttpOptions http,
        Duration requestTimeout,
        int maxInFlight,
        RetryRule retryRule) {

    /** Checks the options. */
    public static ConnectionSettings of(
            DatadogFindingsConfiguration options, UnaryOperator<String> environment, ConfiguredKeys keys) {
        DatadogSite site = site(options, environment);
        String baseUrl = firstSet(options.getBaseUrl());
        ApiAddress address = baseUrl == null ? ApiAddress.of(site) : ApiAddress.parse(baseUrl);
        keys.check();
        return new ConnectionSettings(
                baseUrl == null ? site.canonical() : baseUrl,
                address,
                keys,
                HttpOptions.of(options.getHttp()),
                TicketSettings.duration("requestTimeout", options.getRequestTimeout(), 1),
                TicketSettings.atLeast("maxInFlight", options.getMaxInFlight(), 1),
                new RetryRule(
                        TicketSettings.atLeast("maxRetries", options.getMaxRetries(), 0),
                        TicketSettings.duration("retryBudget", options.getRetryBudget(), 0)));
    }

    private static DatadogSite site(DatadogFindingsConfiguration options, UnaryOperator<String> environment) {
        String given = firstSet(options.getSite());
        String surrounding = firstSet(environment.apply("DD_SITE"));
        if (given != null || surrounding == null) {
            return given == null ? DatadogSite.US1 : DatadogSite.parse(given);
        }
        try {
            return DatadogSite.parse(surrounding);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The environment variable DD_SITE stands for the option site. " + e.getMessage(), e);
        }
    }

    private static String firstSet(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "ConnectionSettings[" + siteName + "]";
    }
}
