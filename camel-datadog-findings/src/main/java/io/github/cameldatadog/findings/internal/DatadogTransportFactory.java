package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.ApiAddress;
import io.github.cameldatadog.findings.client.DatadogCredentials;
import io.github.cameldatadog.findings.client.DatadogTransport;
import io.github.cameldatadog.findings.client.HttpOptions;
import io.github.cameldatadog.findings.client.Timing;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * Opens what takes requests over the wire. HTTP, unless the registry of the context holds one bean of this type: so tests run
 * the whole component without a network. Asked once for equal settings, which are those of an endpoint: no exchange has a
 * say in where requests go.
 */
@FunctionalInterface
public interface DatadogTransportFactory {

    /**
     * Opens a transport, which is closed with the context.
     *
     * @param credentials asked at every request
     */
    DatadogTransport open(
            CamelContext context,
            ApiAddress address,
            HttpOptions options,
            Supplier<DatadogCredentials> credentials,
            Timing timing);
}
