package io.github.cameldatadog.findings.testkit;

import static io.github.cameldatadog.findings.testkit.DatadogClient.CREATE;
import static io.github.cameldatadog.findings.testkit.DatadogClient.json;
import static io.github.cameldatadog.findings.testkit.DatadogClient.tickets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sees of each fault, and what the simulated Datadog did meanwhile. */
class FaultsOnTheWireTest {

    private SimulatedDatadog datadog;
    private DatadogClient client;
    private List<String> ids;
    private String body;

    @BeforeEach
    void start() {
        datadog = SimulatedDatadog.start();
        client = new DatadogClient(datadog);
        ids = datadog.addFindings(3);
        body = tickets(List.of(ids.get(0)), List.of(ids.get(1))).toString();
    }

    @AfterEach
    void stop() {
        datadog.close();
    }

    private RequestRecord onlyRequest() {
        assertThat(datadog.history().requests()).hasSize(1);
        return datadog.history().requests().get(0);
    }

    @Test
    void aResetBeforeTheEffectLeavesNothingBehind() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.resetBefore());

        assertReset();

        assertThat(onlyRequest().tookEffect()).isFalse();
        assertThat(onlyRequest().answer()).isEmpty();
        assertThat(datadog.history().cases()).isEmpty();
    }

    @Test
    void aResetAfterTheEffectLeavesTheTickets() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.resetAfterEffect());

        assertReset();

        assertThat(onlyRequest().tookEffect()).isTrue();
        assertThat(datadog.history().tickets()).hasSize(2);
    }

    private void assertReset() throws IOException {
        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.post(CREATE, body);
            assertThatThrownBy(raw::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void aConnectionClosedInOrderEndsWithoutAByte() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.closeBefore(), Fault.closeAfterEffect());

        for (int tickets : new int[] {0, 2}) {
            try (RawConnection raw = new RawConnection(datadog.port())) {
                raw.post(CREATE, body);
                assertThat(raw.read()).isEqualTo(-1);
            }
            assertThat(datadog.history().tickets()).hasSize(tickets);
        }
    }

    @Test
    void newConnectionsCanBeRefusedAndAcceptedAgain() throws IOException {
        datadog.refuseConnections();
        assertThatThrownBy(() -> client.create(body)).isInstanceOf(ConnectException.class);

        datadog.acceptConnections();
        assertThat(client.create(body).statusCode()).isEqualTo(201);
        assertThat(datadog.history().requests()).hasSize(1);
    }

    @Test
    void newConnectionsCanBeResetUnread() throws IOException {
        datadog.resetNextConnections(1);

        try (RawConnection raw = new RawConnection(datadog.port())) {
            assertThatThrownBy(raw::read).isInstanceOf(SocketException.class);
        }
        assertThat(client.create(body).statusCode()).isEqualTo(201);
        assertThat(datadog.history().requests()).hasSize(1);
    }

    @Test
    void aCutAnswerAnnouncesMoreThanItBrings() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.cutAnswer(40));

        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.post(CREATE, body);
            assertThat(raw.readStatus()).isEqualTo(201);
            int announced = raw.readHeaders().stream()
                    .filter(line -> line.startsWith("content-length: "))
                    .mapToInt(line -> Integer.parseInt(line.substring(16)))
                    .findFirst()
                    .orElseThrow();
            assertThat(announced).isGreaterThan(500);
            assertThat(raw.readAll()).hasSize(40).startsWith("{\"data\":[");
        }
        assertThat(datadog.history().tickets()).hasSize(2);
    }

    @Test
    void aCutAnswerIsAFailureForAClient() {
        datadog.faults().next(Operation.CREATE, Fault.cutAnswer(), Fault.cutChunkedAnswer());

        assertThatThrownBy(() -> client.create(body)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.create(body)).isInstanceOf(IOException.class);

        assertThat(datadog.history().tickets()).hasSize(4);
    }

    @Test
    void aCutChunkedAnswerHasNoLastChunk() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.cutChunkedAnswer());

        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.post(CREATE, body);
            assertThat(raw.readStatus()).isEqualTo(201);
            assertThat(raw.readHeaders())
                    .contains("transfer-encoding: chunked")
                    .noneMatch(line -> line.startsWith("content-length"));
            String chunks = raw.readAll();
            assertThat(chunks).contains("{\"data\":[").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aTrickleDefeatsATimeoutBetweenBytesButIsWholeInTheEnd() throws IOException {
        datadog.faults().next(Operation.LIST, Fault.trickle(Duration.ofMillis(1)));
        datadog.addFindings(1);
        String expected = client.search("@severity:critical @severity:low").body();

        long before = System.nanoTime();
        var response = client.list("filter%5Bquery%5D=" + DatadogClient.encode("@severity:critical @severity:low"));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(expected.length()));
        assertThat(json(response).path("data")).isEqualTo(json(expected).path("data"));
    }

    @Test
    void aTrickledAnswerLeavesTheConnectionFitForTheNext() throws IOException {
        datadog.faults().next(Operation.VALIDATE, Fault.trickle(Duration.ZERO));
        try (RawConnection raw = new RawConnection(datadog.port())) {
            String request =
                    "GET /api/v1/validate HTTP/1.1\r\nHost: x\r\nDD-API-KEY: " + SimulatedDatadog.API_KEY + "\r\n\r\n";
            raw.send(request + request);

            for (int i = 0; i < 2; i++) {
                assertThat(raw.readStatus()).isEqualTo(200);
                raw.readHeaders();
                StringBuilder answer = new StringBuilder();
                for (int c = 0; c < 14; c++) {
                    answer.append((char) raw.read());
                }
                assertThat(answer).hasToString("{\"valid\":true}");
            }
        }
    }

    @Test
    void aHangNeverAnswersAndNoticesTheClientGoing() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.hang(), Fault.hangAfterEffect());

        for (int tickets : new int[] {0, 2}) {
            try (RawConnection raw = new RawConnection(datadog.port())) {
                raw.timeout(Duration.ofMillis(150));
                raw.post(CREATE, body);
                assertThatThrownBy(raw::read).isInstanceOf(SocketTimeoutException.class);
                assertThat(datadog.openConnections()).isEqualTo(1);
            }
            assertThat(datadog.history().tickets()).hasSize(tickets);
            await().until(() -> datadog.openConnections() == 0);
        }
    }

    @Test
    void aLateEffectHappensWhenItIsReleased() {
        datadog.faults().next(Operation.CREATE, Fault.lateEffect());
        assertThatThrownBy(() -> client.send(client.post(CREATE, body).timeout(Duration.ofMillis(200))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(onlyRequest().tookEffect()).isFalse();
        assertThat(datadog.history().tickets()).isEmpty();

        assertThat(datadog.releaseLateEffects()).isEqualTo(1);

        assertThat(onlyRequest().tookEffect()).isTrue();
        assertThat(datadog.history().tickets()).hasSize(2);
        assertThat(datadog.releaseLateEffects()).isZero();
        assertThat(datadog.history().tickets()).hasSize(2);
    }

    @Test
    void aLateEffectHappensAfterItsDelayThoughTheClientIsGone() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.lateEffect(Duration.ofMillis(100)));
        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.post(CREATE, body);
            await().until(() -> !datadog.history().requests().isEmpty());
        }

        await().until(() -> datadog.history().tickets().size() == 2);
    }

    @Test
    void latencyHoldsTheAnswerBackButNotTheEffect() throws IOException {
        datadog.latency((operation, tickets) -> Duration.ofMillis(100L * tickets));

        long before = System.nanoTime();
        assertThat(client.create(body).statusCode()).isEqualTo(201);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aDelayedAnswerComesWhole() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofMillis(120)));

        long before = System.nanoTime();
        assertThat(client.create(body).statusCode()).isEqualTo(201);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void aCloseRequestedByTheClientIsHonoured() throws IOException {
        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.send("GET /api/v1/validate HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(raw.readStatus()).isEqualTo(403);
            assertThat(raw.readAll()).endsWith("{\"errors\":[\"Forbidden\"]}");
        }
    }

    @Test
    void whatIsNoHttpIsAnswered400AndClosed() throws IOException {
        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.send("NONSENSE\r\n\r\n");
            assertThat(raw.readStatus()).isEqualTo(400);
            raw.readAll();
        }
        assertThat(datadog.history().requests()).isEmpty();
    }

    @Test
    void closingEndsEveryConnection() throws IOException {
        try (RawConnection raw = new RawConnection(datadog.port())) {
            await().until(() -> datadog.openConnections() == 1);
            datadog.close();
            assertThat(raw.read()).isEqualTo(-1);
        }
    }

    @Test
    void aPortInUseIsSaid() {
        assertThatThrownBy(() -> SimulatedDatadog.builder().port(datadog.port()).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining(Integer.toString(datadog.port()));
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() throws IOException {
        datadog.faults().next(Operation.CREATE, Fault.delay(Duration.ofMillis(100)));
        try (RawConnection raw = new RawConnection(datadog.port())) {
            raw.post(CREATE, body);
            raw.send("GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(raw.readStatus()).isEqualTo(201);
            assertThat(raw.readAll()).contains("HTTP/1.1 404");
        }
    }
}
