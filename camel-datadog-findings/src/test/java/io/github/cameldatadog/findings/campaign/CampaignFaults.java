package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultEffect;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The faults that the campaign knows, and what each leaves open. */
final class CampaignFaults {

    /** Of searches and of requests to create. */
    static final List<Fault> OF_EITHER = List.of(
            Fault.resetBefore(),
            Fault.closeBefore(),
            Fault.closeAfterEffect(),
            Fault.htmlPage(502),
            Fault.htmlPage(429),
            Fault.status(500),
            Fault.plainTextError(503, "Service Unavailable"),
            Fault.errorStrings(400, "Bad Request"),
            Fault.cutAnswer(),
            Fault.cutChunkedAnswer(),
            Fault.trickle(Duration.ofMillis(1)),
            Fault.trickle(Duration.ofMillis(100)),
            Fault.hang(),
            Fault.delay(Duration.ofSeconds(1)),
            Fault.delay(Duration.ofSeconds(30)),
            Fault.garbage(),
            Fault.gzip(),
            Fault.unknownMembers(),
            Fault.nullMembers(),
            Fault.successStatus(204),
            Fault.tooManyRequests(),
            Fault.tooManyRequests(RateLimitHeaders.ABSENT),
            Fault.tooManyRequests(RateLimitHeaders.RETRY_AFTER),
            Fault.redirect(302, "http://127.0.0.1:1/elsewhere"));

    /** The faults after which a request to create may have had an effect that its answer does not tell of. */
    private static final List<Fault> HIDING = List.of(
            Fault.resetAfterEffect(),
            Fault.htmlPage(503).afterEffect(),
            Fault.htmlPage(504).afterEffect(),
            Fault.statusAfterEffect(500),
            Fault.cutAnswer(40),
            Fault.hangAfterEffect(),
            Fault.lateEffect(),
            Fault.lateEffect(Duration.ofMillis(1_900)),
            Fault.lateEffect(Duration.ofSeconds(90)),
            Fault.partialEffect(0, 404),
            Fault.partialEffect(1, 500),
            Fault.missingCase(0),
            Fault.missingCase(2),
            Fault.missingInsight(0));

    /** Of requests to create: nothing is answered, whether it had an effect or not. */
    static final List<Fault> WITHOUT_ANSWER = List.of(
            Fault.resetBefore(),
            Fault.resetAfterEffect(),
            Fault.statusAfterEffect(500),
            Fault.htmlPage(503),
            Fault.lateEffect(Duration.ofSeconds(90)));

    /** Of requests to create: the answer tells what was made. */
    private static final List<Fault> TELLING = List.of(
            Fault.serviceNowFailed(1),
            Fault.serviceNowFailed(),
            Fault.serviceNowPending(),
            Fault.serviceNowAbsent(0, 3),
            Fault.error(404, "Not Found", "finding not found"),
            Fault.error(404, "Not Found", "project not found"),
            Fault.error(422, "Unprocessable Entity", "not now"),
            Fault.status(413));

    /** A refusal of what was made in part: only a look that shows what is can tell. */
    private static final List<Fault> REFUSING_IN_PART =
            List.of(Fault.partialEffect(1, 404), Fault.partialEffect(3, 400), Fault.partialEffect(2, 422));

    /** It stops the exchange, and a look that another batch has begun is called off. */
    private static final Fault FORBIDDEN = Fault.error(403, "Forbidden", "missing permission");

    private static final Set<String> SUCCESSES = Set.of(
            "gzip", "unknownMembers", "nullMembers", "serviceNowFailed", "serviceNowPending", "serviceNowAbsent");

    private CampaignFaults() {}

    /**
     * The faults of requests to create.
     *
     * @param lookIsSure whether a look is always answered with what is
     */
    static List<Fault> ofCreates(boolean lookIsSure) {
        List<Fault> all = new ArrayList<>(OF_EITHER);
        all.addAll(HIDING);
        all.addAll(TELLING);
        if (lookIsSure) {
            all.addAll(REFUSING_IN_PART);
        } else {
            all.add(FORBIDDEN);
        }
        return all;
    }

    /** The faults of requests to create after which it is clear what was made. */
    static List<Fault> thatHideNothing() {
        return ofCreates(false).stream()
                .filter(fault -> !mayHideAnEffect(fault))
                .toList();
    }

    /** Whether what a request to create made may be in doubt after this. */
    static boolean mayHideAnEffect(Fault fault) {
        boolean refused = fault.effect().kind() == FaultEffect.Kind.NONE
                && (fault.answer().tooManyRequests().isPresent()
                        || fault.answer()
                                .replacement()
                                .map(HttpAnswer::status)
                                .filter(status -> status >= 400 && status < 500)
                                .isPresent());
        return !fault.isNone() && !refused && !SUCCESSES.contains(fault.name());
    }
}
