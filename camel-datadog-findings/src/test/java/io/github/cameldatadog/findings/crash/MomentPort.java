package io.github.cameldatadog.findings.crash;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where processes tell which moment they have reached, and wait for leave to go on: a line with the node, the moment and the
 * findings; the answer is one byte.
 */
final class MomentPort implements AutoCloseable {

    private static final int GO_ON = 1;

    private final Moments moments;
    private final LocalServer server;

    MomentPort(Moments moments) throws IOException {
        this.moments = moments;
        this.server = new LocalServer(this::listen);
    }

    int port() {
        return server.port();
    }

    private void listen(Socket connection) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        if (line == null) {
            throw new EOFException("killed before it told anything");
        }
        String[] told = line.split(" ", -1);
        List<String> ids =
                Stream.of(told[2].split(",")).filter(id -> !id.isEmpty()).toList();
        if (moments.reached(told[0], Moment.valueOf(told[1]), ids)) {
            connection.getOutputStream().write(GO_ON);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The other end, in the process. Safe for use by several threads. */
    static final class Teller {
        private final String node;
        private final int port;

        Teller(String node, int port) {
            this.node = node;
            this.port = port;
        }

        /** Tells that a moment is reached, and waits for leave. */
        void tell(Moment moment, Iterable<String> findingIds) {
            String line = node + " " + moment + " " + String.join(",", findingIds) + "\n";
            try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
                connection.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
                if (connection.getInputStream().read() != GO_ON) {
                    throw new IllegalStateException("No leave to go on after " + moment);
                }
            } catch (IOException e) {
                throw new IllegalStateException("Nobody listens to " + moment, e);
            }
        }
    }
}
