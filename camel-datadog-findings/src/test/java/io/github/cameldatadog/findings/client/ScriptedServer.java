package io.github.cameldatadog.findings.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/** A server on a loopback port that does to each connection exactly what its script says, right or wrong. */
final class ScriptedServer implements Closeable {

    /** What is done with one connection; closed afterwards. */
    interface Script {
        void run(Connection connection) throws IOException;
    }

    /** A request as it came in: its head, and as many bytes of body as its Content-Length says. */
    record Request(String line, Map<String, String> headers, byte[] body) {}

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) {
        this(ServerSocketFactory.getDefault(), script);
    }

    ScriptedServer(ServerSocketFactory sockets, Script script) {
        try {
            server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> accept(script));
    }

    /** Answers every request of every connection alike. */
    static ScriptedServer answering(String head, byte[] body) {
        return new ScriptedServer(connection -> {
            while (connection.request() != null) {
                connection.send(head + "Content-Length: " + body.length + "\r\n\r\n");
                connection.send(body);
            }
        });
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(script, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Script script, Socket socket) {
        try (socket) {
            script.run(new Connection(socket));
        } catch (IOException gone) {
            // The client's end of it is what the tests look at.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return sockets.size();
    }

    /** How many connections are open at this end. */
    long open() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    /** The server's end of a connection. */
    final class Connection {
        private final Socket socket;
        private final InputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        Socket socket() {
            return socket;
        }

        /** Reads a whole request and notes it; null if the client has none any more. */
        Request request() throws IOException {
            Request head = head();
            if (head == null) {
                return null;
            }
            byte[] body = in.readNBytes(Integer.parseInt(head.headers().getOrDefault("content-length", "0")));
            Request request = new Request(head.line(), head.headers(), body);
            requests.add(request);
            return request;
        }

        /** Reads a request as far as its body. */
        Request head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                head.append((char) next);
            }
            String[] lines = head.toString().split("\r\n");
            Map<String, String> headers = new ConcurrentHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(": ", 2);
                headers.put(header[0].toLowerCase(java.util.Locale.ROOT), header[1]);
            }
            return new Request(lines[0], headers, new byte[0]);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Reads as much of what comes, and no more. */
        void readSome(int bytes) throws IOException {
            in.skipNBytes(bytes);
        }

        /** Keeps the connection, says nothing, and reads on until the client has gone. */
        void hang() throws IOException {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
