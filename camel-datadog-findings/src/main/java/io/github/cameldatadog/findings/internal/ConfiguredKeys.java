package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.client.DatadogCredentials;
import io.github.cameldatadog.findings.client.DatadogCredentialsProvider;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The keys of an endpoint as its options say at the moment: its own, else the component's, which may change while it runs,
 * else the environment's. Equal for endpoints that get their keys in the same way, so that they share connections. Safe for
 * use by several threads.
 */
public final class ConfiguredKeys implements DatadogCredentialsProvider {

    private final Supplier<DatadogFindingsConfiguration> defaults;
    private final Object defaultsOwner;
    private final UnaryOperator<String> environment;
    private final DatadogCredentialsProvider ownProvider;
    private final String ownApiKey;
    private final String ownApplicationKey;

    private ConfiguredKeys(
            Supplier<DatadogFindingsConfiguration> defaults,
            Object defaultsOwner,
            UnaryOperator<String> environment,
            DatadogCredentialsProvider ownProvider,
            String ownApiKey,
            String ownApplicationKey) {
        this.defaults = defaults;
        this.defaultsOwner = defaultsOwner;
        this.environment = environment;
        this.ownProvider = ownProvider;
        this.ownApiKey = ownApiKey;
        this.ownApplicationKey = ownApplicationKey;
    }

    /**
     * The keys of an endpoint.
     *
     * @param own its options; a key that is the same as the component's is the component's
     * @param defaults the component's options as they are now
     * @param defaultsOwner the component
     * @param environment gives the value of an environment variable, or null
     */
    public static ConfiguredKeys of(
            DatadogFindingsConfiguration own,
            Supplier<DatadogFindingsConfiguration> defaults,
            Object defaultsOwner,
            UnaryOperator<String> environment) {
        DatadogFindingsConfiguration shared = defaults.get();
        return new ConfiguredKeys(
                defaults,
                defaultsOwner,
                environment,
                own.getCredentialsProvider() == shared.getCredentialsProvider() ? null : own.getCredentialsProvider(),
                Objects.equals(own.getApiKey(), shared.getApiKey()) ? null : set(own.getApiKey()),
                Objects.equals(own.getApplicationKey(), shared.getApplicationKey())
                        ? null
                        : set(own.getApplicationKey()));
    }

    @Override
    public DatadogCredentials credentials() {
        if (ownProvider != null) {
            return ownProvider.credentials();
        }
        DatadogFindingsConfiguration shared = defaults.get();
        if (ownApiKey != null && ownApplicationKey != null) {
            return new DatadogCredentials(ownApiKey, ownApplicationKey);
        }
        if (shared.getCredentialsProvider() != null) {
            DatadogCredentials given = shared.getCredentialsProvider().credentials();
            return ownApiKey == null && ownApplicationKey == null
                    ? given
                    : new DatadogCredentials(
                            first(ownApiKey, given.apiKey()), first(ownApplicationKey, given.applicationKey()));
        }
        return new DatadogCredentials(
                first(ownApiKey, set(shared.getApiKey()), set(environment.apply("DD_API_KEY"))),
                first(ownApplicationKey, set(shared.getApplicationKey()), set(environment.apply("DD_APP_KEY"))));
    }

    /**
     * Checks the keys that are known now. A provider is not asked: a vault that is not there yet must not keep a context from
     * starting.
     *
     * @throws IllegalArgumentException if a key is missing or no key at all
     */
    void check() {
        if (ownProvider == null && defaults.get().getCredentialsProvider() == null) {
            credentials();
        }
    }

    private static String set(String key) {
        return key == null || key.isBlank() ? null : key.strip();
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfiguredKeys that
                && defaultsOwner == that.defaultsOwner
                && ownProvider == that.ownProvider
                && Objects.equals(ownApiKey, that.ownApiKey)
                && Objects.equals(ownApplicationKey, that.ownApplicationKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                System.identityHashCode(defaultsOwner),
                System.identityHashCode(ownProvider),
                ownApiKey,
                ownApplicationKey);
    }

    @Override
    public String toString() {
        return "ConfiguredKeys[]";
    }
}
