package io.github.cameldatadog.findings.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a loopback port, with a thread for each connection. */
final class LocalServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Conversation conversation;

    /** What is said on one connection, which is closed afterwards. */
    interface Conversation {
        void on(Socket connection) throws IOException;
    }

    LocalServer(Conversation conversation) throws IOException {
        this.conversation = conversation;
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "local server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listening.accept();
                open.add(connection);
                start(() -> converse(connection));
            }
        } catch (IOException e) {
            LOG.debug("Port {} is closed", port(), e);
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            conversation.on(connection);
        } catch (IOException e) {
            LOG.debug("A connection broke, as it does when one end is killed", e);
        } finally {
            open.remove(connection);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
