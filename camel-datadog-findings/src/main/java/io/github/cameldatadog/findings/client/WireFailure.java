package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.ticket.Displayed;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.UnsupportedSchemeException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Tells what an exception of the HTTP client means: in words, and whether trying again may help. */
final class WireFailure {

    private static final int DEEPEST = 10;
    private static final int MOST_SHOWN = 300;

    private final Exception thrown;
    private final List<Throwable> chain;

    WireFailure(Exception thrown) {
        this.thrown = thrown;
        this.chain = Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(DEEPEST)
                .toList();
    }

    /** Whether another attempt may go better without anybody changing a setting. */
    boolean passing() {
        if (has(CertificateException.class) || has(UnsupportedSchemeException.class)) {
            return false;
        }
        if (has(SSLException.class)) {
            // A handshake that was cut is the network's doing, any other is about trust or versions.
            return has(EOFException.class) || has(SocketException.class) || has(SocketTimeoutException.class);
        }
        return thrown instanceof IOException && !has(ClientProtocolException.class) && !has(HttpException.class);
    }

    /**
     * What happened, on one line. Repeats a message only of exceptions that speak of hosts and sockets: those about a
     * malformed answer quote it, and it may hold anything.
     */
    String words() {
        Throwable known = first(UnknownHostException.class);
        if (known != null) {
            return "host name not found: " + said(known);
        }
        if (has(ConnectionRequestTimeoutException.class)) {
            return "no pooled connection became free within http.connectionRequestTimeout";
        }
        known = first(SSLException.class);
        if (known != null) {
            return "TLS failed: " + said(known);
        }
        known = first(ConnectTimeoutException.class);
        known = known == null ? first(ConnectException.class) : known;
        if (known != null) {
            return "no connection: " + said(known);
        }
        if (has(SocketTimeoutException.class)) {
            return "the peer was silent for longer than http.soTimeout or http.responseTimeout allows";
        }
        known = first(SocketException.class);
        known = known == null ? first(ConnectionClosedException.class) : known;
        known = known == null ? first(NoHttpResponseException.class) : known;
        known = known == null ? first(TruncatedChunkException.class) : known;
        if (known != null) {
            return "the connection broke: " + said(known);
        }
        return "the HTTP client gave up with "
                + chain.get(chain.size() - 1).getClass().getSimpleName();
    }

    private boolean has(Class<? extends Throwable> type) {
        return first(type) != null;
    }

    private Throwable first(Class<? extends Throwable> type) {
        return chain.stream().filter(type::isInstance).findFirst().orElse(null);
    }

    private static String said(Throwable known) {
        String message = known.getMessage();
        return message == null ? known.getClass().getSimpleName() : Displayed.clipped(message, MOST_SHOWN);
    }
}
