package io.github.cameldatadog.findings;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on a loopback port that answers each request with whatever bytes it is told to, once a connection. */
final class RawServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)");

    private final ServerSocket server;
    private final UnaryOperator<String> answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param answer makes the answer, head and all, of a request, head and all */
    RawServer(UnaryOperator<String> answer) {
        this.answer = answer;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "raw-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                serve(socket);
            } catch (IOException gone) {
                // The client's end of it is what tests look at.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        if (head.isEmpty()) {
            return;
        }
        Matcher length = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        String request = head + new String(body, StandardCharsets.UTF_8);
        requests.add(request);
        OutputStream out = socket.getOutputStream();
        out.write(answer.apply(request).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** What came in, as it came. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
