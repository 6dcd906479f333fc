package io.github.cameldatadog.findings.crash;

import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * A broker that listens for other processes. What a process had that is gone, or says nothing any more, it soon delivers again, and
 * so it does with what was rolled back, for ever.
 */
final class Broker implements AutoCloseable {

    private static final String TCP = "tcp";
    private static final long TTL_MILLIS = 2_000;

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final int port;

    Broker() throws Exception {
        server.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setConnectionTtlCheckInterval(TTL_MILLIS / 4)
                .addAddressSetting(
                        "#", new AddressSettings().setRedeliveryDelay(500).setMaxDeliveryAttempts(-1))
                .addAcceptorConfiguration(TCP, "tcp://127.0.0.1:0"));
        server.start();
        port = ((NettyAcceptor) server.getActiveMQServer().getRemotingService().getAcceptor(TCP)).getActualPort();
    }

    /** For processes that take one message at a time, and are given up when they say nothing for a while. */
    String address() {
        return "tcp://127.0.0.1:" + port + "?consumerWindowSize=0&clientFailureCheckPeriod=" + TTL_MILLIS / 4
                + "&connectionTTL=" + TTL_MILLIS;
    }

    /** The test's own way to its queues. */
    JmsTemplate queues() {
        JmsTemplate queues = new JmsTemplate(new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port));
        queues.setReceiveTimeout(Node.BOUND.toMillis());
        return queues;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
