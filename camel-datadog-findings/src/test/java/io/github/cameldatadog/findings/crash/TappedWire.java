package io.github.cameldatadog.findings.crash;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Passes requests on to Datadog, and answers back, and tells of the moments that can be seen on the wire. Where a process is
 * killed at one, nothing more is passed on of what it had written.
 */
final class TappedWire implements AutoCloseable {

    private final int datadog;
    private final Moments moments;
    private final UnaryOperator<String> nodeOfKey;
    private final LocalServer server;

    /** @param nodeOfKey names the process that uses an application key */
    TappedWire(int datadog, Moments moments, UnaryOperator<String> nodeOfKey) throws IOException {
        this.datadog = datadog;
        this.moments = moments;
        this.nodeOfKey = nodeOfKey;
        this.server = new LocalServer(this::passOn);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    private void passOn(Socket client) throws IOException {
        try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), datadog)) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            InputStream fromClient = new BufferedInputStream(client.getInputStream());
            InputStream fromDatadog = new BufferedInputStream(upstream.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                HttpHead request = HttpHead.read(fromClient);
                String node = nodeOfKey.apply(request.header("dd-application-key"));
                goesOn = request.startsWith("POST /api/v2/security/findings/servicenow_tickets")
                        ? create(node, request, fromClient, upstream.getOutputStream(), fromDatadog, client)
                        : other(node, request, fromClient, upstream.getOutputStream(), fromDatadog, client);
            }
        }
    }

    private boolean create(
            String node,
            HttpHead request,
            InputStream fromClient,
            OutputStream toDatadog,
            InputStream fromDatadog,
            Socket client)
            throws IOException {
        int half = request.bodyLength() / 2;
        toDatadog.write(request.bytes());
        toDatadog.write(exactly(fromClient, half));
        if (!reached(node, Moment.HALF_A_BODY)) {
            return false;
        }
        toDatadog.write(exactly(fromClient, request.bodyLength() - half));
        HttpHead answer;
        try {
            answer = HttpHead.read(fromDatadog);
        } catch (IOException e) {
            reached(node, Moment.ANSWER_LOST);
            client.setSoLinger(true, 0);
            throw e;
        }
        byte[] body = exactly(fromDatadog, answer.bodyLength());
        if (!reached(node, Moment.ANSWER_WITHHELD)) {
            return false;
        }
        client.getOutputStream().write(answer.bytes());
        client.getOutputStream().write(body, 0, body.length / 2);
        if (!reached(node, Moment.HALF_AN_ANSWER)) {
            return false;
        }
        client.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
        return true;
    }

    private boolean other(
            String node,
            HttpHead request,
            InputStream fromClient,
            OutputStream toDatadog,
            InputStream fromDatadog,
            Socket client)
            throws IOException {
        byte[] body = exactly(fromClient, request.bodyLength());
        if (request.startsWith("POST /api/v2/security/findings/search") && !reached(node, Moment.SEARCH)) {
            return false;
        }
        toDatadog.write(request.bytes());
        toDatadog.write(body);
        HttpHead answer = HttpHead.read(fromDatadog);
        client.getOutputStream().write(answer.bytes());
        client.getOutputStream().write(exactly(fromDatadog, answer.bodyLength()));
        return true;
    }

    private boolean reached(String node, Moment moment) {
        return moments.reached(node, moment, List.of());
    }

    private static byte[] exactly(InputStream from, int length) throws IOException {
        byte[] bytes = from.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
