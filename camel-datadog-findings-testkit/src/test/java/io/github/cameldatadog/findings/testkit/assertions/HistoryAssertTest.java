package io.github.cameldatadog.findings.testkit.assertions;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion holds when it should and fails, with a message that helps, when it should not. */
class HistoryAssertTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final History EMPTY = new History(List.of(), List.of(), List.of());

    private static CaseRecord ticket(String key, boolean ours, String... findingIds) {
        return new CaseRecord(
                "id-" + key,
                key,
                CaseKind.SERVICENOW,
                "project",
                "title",
                "description",
                "P1",
                Optional.empty(),
                NOW,
                Optional.empty(),
                "user",
                "creator",
                ours,
                Optional.of(7L),
                List.of(findingIds),
                List.of(),
                Optional.of("COMPLETED"),
                Optional.empty());
    }

    private static History tickets(CaseRecord... tickets) {
        return new History(List.of(), List.of(tickets), List.of());
    }

    private static History request(String violation, int status) {
        HttpCall call = new HttpCall(
                "POST",
                "/x",
                List.of(new HttpHeader("CamelSecret", "1"), new HttpHeader("DD-API-KEY", "k")),
                new byte[0]);
        ReceivedRequest request = new ReceivedRequest(3, NOW, Operation.CREATE, call, Optional.ofNullable(violation));
        RequestRecord answered =
                new RequestRecord(request, Fault.none(), Optional.empty(), Optional.of(HttpAnswer.empty(status)));
        return new History(List.of(answered), List.of(), List.of());
    }

    private static History detachment(boolean ours) {
        Attachment one = new Attachment(
                "finding-a", "id", "SEC-1", Attachment.Kind.DETACHED, NOW, "alice", ours, Optional.empty());
        return new History(List.of(), List.of(), List.of(one));
    }

    private static void assertFails(ThrowingCallable assertion, String... words) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(words);
    }

    @Test
    void aFindingOnTwoOfOurTicketsIsNamedWithBoth() {
        History twice = tickets(ticket("SEC-1", true, "a", "b"), ticket("SEC-2", true, "b", "c"));

        assertFails(() -> assertThat(twice).createdAtMostOneTicketPerFinding(), "b on [SEC-1 (request #7), SEC-2");
        assertThat(tickets(ticket("SEC-1", true, "a"), ticket("SEC-2", true, "b")))
                .createdAtMostOneTicketPerFinding();
        assertThat(tickets(ticket("SEC-1", true, "a"), ticket("SEC-2", false, "a")))
                .createdAtMostOneTicketPerFinding();
    }

    @Test
    void anInvalidRequestIsShownWithItsViolation() {
        History invalid = request("no finding provided", 400);

        assertFails(
                () -> assertThat(invalid).receivedOnlyValidRequests(), "1 of 1", "#3 POST /x", "no finding provided");
        assertThat(invalid).receivedOnlyValidRequestsExcept(one -> one.number() == 3);
        assertFails(() -> assertThat(invalid).receivedOnlyValidRequestsExcept(one -> one.number() == 4), "#3");
        assertThat(request(null, 201)).receivedOnlyValidRequests();
    }

    @Test
    void theNumberOfTicketsIsCountedOverOursOnly() {
        History history = tickets(ticket("SEC-1", true, "a"), ticket("SEC-2", false, "b"));

        assertThat(history).hasTickets(1);
        assertFails(() -> assertThat(history).hasTickets(2), "Expected 2", "there are 1", "SEC-1", "[a]");
        assertFails(() -> assertThat(history).hasNoTickets(), "SEC-1");
        assertThat(EMPTY).hasNoTickets();
    }

    @Test
    void whichFindingsHaveTicketsIsComparedBothWays() {
        History history = tickets(ticket("SEC-1", true, "a", "b"), ticket("SEC-2", false, "x"));

        assertThat(history).ticketedOnly("b", "a").hasTicketFor("a").hasNoTicketFor("x", "y");
        assertFails(() -> assertThat(history).ticketedOnly("a"), "unexpectedly ticketed: [b]");
        assertFails(() -> assertThat(history).ticketedOnly("a", "b", "c"), "without a ticket: [c]");
        assertFails(() -> assertThat(history).hasTicketFor("a", "c"), "c");
        assertFails(() -> assertThat(history).hasNoTicketFor("x", "b"), "SEC-1");
    }

    @Test
    void onlyDetachmentsOfOursCount() {
        assertFails(() -> assertThat(detachment(true)).detachedNothing(), "finding-a", "SEC-1");
        assertThat(detachment(false)).detachedNothing();
    }

    @Test
    void requestsAreCountedByOperation() {
        assertThat(request(null, 201)).receivedRequests(Operation.CREATE, 1).receivedRequests(Operation.SEARCH, 0);
        assertFails(
                () -> assertThat(request(null, 201)).receivedRequests(Operation.CREATE, 2),
                "received 1",
                "answered 201");
    }

    @Test
    void aRateLimitThatWasExceededIsShown() {
        assertThat(request(null, 201)).neverExceededARateLimit();
        assertFails(() -> assertThat(request(null, 429)).neverExceededARateLimit(), "answered 429");
    }

    @Test
    void aHeaderThatShouldNotTravelIsNamed() {
        assertFails(() -> assertThat(request(null, 201)).receivedNoHeaderStartingWith("camel"), "CamelSecret");
        assertThatCode(() -> assertThat(request(null, 201)).receivedNoHeaderStartingWith("X-"))
                .doesNotThrowAnyException();
    }

    @Test
    void aLongListIsCutShort() {
        CaseRecord[] many = new CaseRecord[25];
        for (int i = 0; i < many.length; i++) {
            many[i] = ticket("SEC-" + i, true, "finding-" + i);
        }
        assertFails(() -> assertThat(tickets(many)).hasNoTickets(), "SEC-19", "and 5 more");
    }
}
