package io.github.cameldatadog.findings.testkit.fault;

import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that goes wrong with one request. A fault says whether the request takes effect, what is answered, and
 * what happens to the answer on its way; {@link #delayed}, {@link #afterEffect} and {@link #delivered} combine them.
 *
 * <p>A request that takes effect is refused as always where it is not valid: a fault never makes tickets of a bad
 * request. Immutable.
 */
public final class Fault {

    private static final Fault NONE = new Fault("none", FaultEffect.NORMAL, FaultAnswer.OWN, FaultDelivery.WHOLE);

    private final String name;
    private final FaultEffect effect;
    private final FaultAnswer answer;
    private final FaultDelivery delivery;

    private Fault(String name, FaultEffect effect, FaultAnswer answer, FaultDelivery delivery) {
        this.name = name;
        this.effect = effect;
        this.answer = answer;
        this.delivery = delivery;
    }

    /** Nothing goes wrong. In a script it lets one request pass. */
    public static Fault none() {
        return NONE;
    }

    /** The connection is reset and nothing took effect. */
    public static Fault resetBefore() {
        return new Fault("resetBefore", FaultEffect.NONE, FaultAnswer.OWN, FaultDelivery.of(FaultDelivery.Shape.RESET));
    }

    /** The request takes effect, then the connection is reset. */
    public static Fault resetAfterEffect() {
        return wire("resetAfterEffect", FaultDelivery.Shape.RESET);
    }

    /** The connection is closed in order without an answer, and nothing took effect. */
    public static Fault closeBefore() {
        return new Fault("closeBefore", FaultEffect.NONE, FaultAnswer.OWN, FaultDelivery.of(FaultDelivery.Shape.CLOSE));
    }

    /** The request takes effect, then the connection is closed in order without an answer. */
    public static Fault closeAfterEffect() {
        return wire("closeAfterEffect", FaultDelivery.Shape.CLOSE);
    }

    /** A 429 with the usual rate limit headers; nothing took effect. */
    public static Fault tooManyRequests() {
        return tooManyRequests(RateLimitHeaders.NORMAL);
    }

    /** A 429 with rate limit headers in the given style; nothing took effect. */
    public static Fault tooManyRequests(RateLimitHeaders style) {
        return new Fault(
                "tooManyRequests(" + style + ")",
                FaultEffect.NONE,
                FaultAnswer.OWN.withTooManyRequests(style),
                FaultDelivery.WHOLE);
    }

    /** An answer with that status and no body, from a gateway: nothing took effect. */
    public static Fault status(int status) {
        return answer("status(" + status + ")", HttpAnswer.empty(status));
    }

    /** An answer from a gateway: nothing took effect. */
    public static Fault status(int status, String contentType, String body) {
        return answer("status(" + status + ")", HttpAnswer.of(status, contentType, body));
    }

    /** The request takes effect, but a gateway answers with that status and no body. */
    public static Fault statusAfterEffect(int status) {
        return status(status).afterEffect();
    }

    /** The request takes effect, but a gateway answers in the application's place. */
    public static Fault statusAfterEffect(int status, String contentType, String body) {
        return status(status, contentType, body).afterEffect();
    }

    /** A gateway's HTML page with that status; nothing took effect. */
    public static Fault htmlPage(int status) {
        String page = "<html>\r\n<head><title>" + status + "</title></head>\r\n<body><center><h1>" + status
                + "</h1></center><hr><center>gateway</center></body>\r\n</html>\r\n";
        return answer("htmlPage(" + status + ")", HttpAnswer.of(status, "text/html", page));
    }

    /** An error whose body is a list of strings, as {@code {"errors":["Forbidden"]}}; nothing took effect. */
    public static Fault errorStrings(int status, String... errors) {
        return answer("errorStrings(" + status + ")", FaultBodies.strings(status, errors));
    }

    /** An error as Datadog's application words it, with status, title and detail; nothing took effect. */
    public static Fault error(int status, String title, String detail) {
        return answer("error(" + status + ")", FaultBodies.detailed(status, title, detail));
    }

    /** {@code {"errors":[{"title":"..."}]}} sent as {@code text/plain}; nothing took effect. */
    public static Fault plainTextError(int status, String title) {
        return answer("plainTextError(" + status + ")", FaultBodies.plainText(status, title));
    }

    /** A 400 for a page cursor that is no longer good. */
    public static Fault expiredCursor() {
        return answer("expiredCursor", FaultBodies.detailed(400, "Bad Request", "cursor has expired"));
    }

    /** A redirect elsewhere; nothing took effect. */
    public static Fault redirect(int status, String location) {
        return answer("redirect(" + status + ")", HttpAnswer.empty(status).with("Location", location));
    }

    /** Any answer in place of the application's; nothing took effect. */
    public static Fault answer(String name, HttpAnswer answer) {
        return new Fault(name, FaultEffect.NONE, FaultAnswer.OWN.replacedBy(answer), FaultDelivery.WHOLE);
    }

    /** Never answered; the request takes effect when {@code releaseLateEffects()} is called. */
    public static Fault lateEffect() {
        return late("lateEffect", Optional.empty());
    }

    /** Never answered; the request takes effect that long after it came in, or when released before that. */
    public static Fault lateEffect(Duration after) {
        return late("lateEffect(" + after + ")", Optional.of(after));
    }

    private static Fault late(String name, Optional<Duration> after) {
        FaultEffect effect = new FaultEffect(FaultEffect.Kind.LATE, 0, after);
        return new Fault(name, effect, FaultAnswer.OWN, FaultDelivery.of(FaultDelivery.Shape.HANG));
    }

    /**
     * The first tickets of a create request are made, or the first findings of another request are changed, then the
     * whole request is refused: with 404 as if a finding were stale, with any other status in the application's usual
     * words.
     */
    public static Fault partialEffect(int tickets, int status) {
        FaultEffect effect = new FaultEffect(FaultEffect.Kind.PARTIAL, tickets, Optional.empty());
        FaultAnswer refusal = FaultAnswer.OWN.replacedBy(FaultBodies.refusal(status));
        return new Fault("partialEffect(" + tickets + ", " + status + ")", effect, refusal, FaultDelivery.WHOLE);
    }

    /** The request takes effect; the answer announces its full length and breaks off half-way through its body. */
    public static Fault cutAnswer() {
        return wire("cutAnswer", FaultDelivery.Shape.CUT);
    }

    /** As {@link #cutAnswer()}, after that many bytes of the body. */
    public static Fault cutAnswer(int bytes) {
        FaultDelivery cut = new FaultDelivery(FaultDelivery.Shape.CUT, bytes, Duration.ZERO, Duration.ZERO);
        return new Fault("cutAnswer(" + bytes + ")", FaultEffect.NORMAL, FaultAnswer.OWN, cut);
    }

    /** The request takes effect; the answer is chunked and breaks off before its last chunk. */
    public static Fault cutChunkedAnswer() {
        return wire("cutChunkedAnswer", FaultDelivery.Shape.CUT_CHUNKED);
    }

    /** The request takes effect; the answer's body comes one byte at a time, each after that interval. */
    public static Fault trickle(Duration interval) {
        FaultDelivery trickle = new FaultDelivery(FaultDelivery.Shape.TRICKLE, -1, interval, Duration.ZERO);
        return new Fault("trickle(" + interval + ")", FaultEffect.NORMAL, FaultAnswer.OWN, trickle);
    }

    /** Never answered, and nothing takes effect. */
    public static Fault hang() {
        return new Fault("hang", FaultEffect.NONE, FaultAnswer.OWN, FaultDelivery.of(FaultDelivery.Shape.HANG));
    }

    /** The request takes effect and is never answered. */
    public static Fault hangAfterEffect() {
        return wire("hangAfterEffect", FaultDelivery.Shape.HANG);
    }

    /** The request takes effect at once; the answer starts that much later than usual. */
    public static Fault delay(Duration delay) {
        return new Fault(
                "delay(" + delay + ")", FaultEffect.NORMAL, FaultAnswer.OWN, FaultDelivery.WHOLE.delayedBy(delay));
    }

    /**
     * A success in which the ServiceNow tickets of the named positions of the request, counted from 0, failed; all of
     * them if none is named. Their cases exist. Findings put on an incident that is linked already are not concerned.
     */
    public static Fault serviceNowFailed(int... tickets) {
        return fate("serviceNowFailed", TicketFate.FAILED, tickets);
    }

    /** As {@link #serviceNowFailed}, but it stays undecided whether there is a ServiceNow ticket. */
    public static Fault serviceNowPending(int... tickets) {
        return fate("serviceNowPending", TicketFate.PENDING, tickets);
    }

    /** As {@link #serviceNowFailed}, but the cases say nothing about ServiceNow at all. */
    public static Fault serviceNowAbsent(int... tickets) {
        return fate("serviceNowAbsent", TicketFate.ABSENT, tickets);
    }

    /** As {@link #serviceNowFailed}, for Jira issues. */
    public static Fault jiraFailed(int... tickets) {
        return fate("jiraFailed", TicketFate.FAILED, tickets);
    }

    /** A 201 from which the case of that ticket of the request, counted from 0, is missing. The case exists. */
    public static Fault missingCase(int ticket) {
        return edit("missingCase(" + ticket + ")", FaultEdits.withoutCase(ticket));
    }

    /** A 201 in which the case of that ticket lacks its first insight. The finding is on the case all the same. */
    public static Fault missingInsight(int ticket) {
        return edit("missingInsight(" + ticket + ")", FaultEdits.withoutInsight(ticket));
    }

    /** A search answer that lacks the elements of these findings. */
    public static Fault missingRows(String... findingIds) {
        return edit("missingRows", FaultEdits.withoutRows(List.of(findingIds)));
    }

    /** Members nobody documented, on every level of a successful answer. */
    public static Fault unknownMembers() {
        return edit("unknownMembers", FaultEdits.unknownMembers());
    }

    /** Optional members of a successful answer that are there, and null. */
    public static Fault nullMembers() {
        return edit("nullMembers", FaultEdits.nullMembers());
    }

    /** The request takes effect; the JSON of the answer is changed. */
    public static Fault edit(String name, AnswerEdit edit) {
        return new Fault(name, FaultEffect.NORMAL, FaultAnswer.OWN.editedBy(edit), FaultDelivery.WHOLE);
    }

    /** The request takes effect; a successful answer comes as something that is no JSON. */
    public static Fault garbage() {
        return answer("garbage", HttpAnswer.of(201, "application/vnd.api+json", "{\"data\":[{\"id\":\"\u0000<<<"))
                .afterEffect();
    }

    /** The request takes effect; a success has this status in place of its own. A 204 has no body. */
    public static Fault successStatus(int status) {
        return new Fault(
                "successStatus(" + status + ")",
                FaultEffect.NORMAL,
                FaultAnswer.OWN.withStatus(status),
                FaultDelivery.WHOLE);
    }

    /** The request takes effect; the answer is gzip-encoded, asked for or not. */
    public static Fault gzip() {
        return new Fault("gzip", FaultEffect.NORMAL, FaultAnswer.OWN.gzipped(), FaultDelivery.WHOLE);
    }

    /** The same fault, but the request takes effect before it. */
    public Fault afterEffect() {
        return new Fault(name + " after effect", FaultEffect.NORMAL, answer, delivery);
    }

    /** The same fault, but its answer starts later by that much. */
    public Fault delayed(Duration by) {
        return new Fault(name + " delayed by " + by, effect, answer, delivery.delayedBy(by));
    }

    /** The same fault, but what it answers goes out as the other fault's answer does. */
    public Fault delivered(Fault other) {
        return new Fault(name + " delivered by " + other.name, effect, answer, other.delivery);
    }

    /** Whether nothing goes wrong. */
    public boolean isNone() {
        return this == NONE;
    }

    /** The fault in words, for records and messages. */
    public String name() {
        return name;
    }

    /** Whether and when the request takes effect. */
    public FaultEffect effect() {
        return effect;
    }

    /** What is answered. */
    public FaultAnswer answer() {
        return answer;
    }

    /** What happens to the answer on its way. */
    public FaultDelivery delivery() {
        return delivery;
    }

    @Override
    public String toString() {
        return name;
    }

    private static Fault wire(String name, FaultDelivery.Shape shape) {
        return new Fault(name, FaultEffect.NORMAL, FaultAnswer.OWN, FaultDelivery.of(shape));
    }

    private static Fault fate(String name, TicketFate fate, int... tickets) {
        Map<Integer, TicketFate> fates = new HashMap<>();
        for (int ticket : tickets) {
            fates.put(ticket, fate);
        }
        if (tickets.length == 0) {
            fates.put(-1, fate);
        }
        return new Fault(name, FaultEffect.NORMAL, FaultAnswer.OWN.withFates(fates), FaultDelivery.WHOLE);
    }
}
