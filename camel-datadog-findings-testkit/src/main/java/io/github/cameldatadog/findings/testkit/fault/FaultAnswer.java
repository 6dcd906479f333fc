package io.github.cameldatadog.findings.testkit.fault;

import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an answer differs from the application's own.
 *
 * @param replacement sent in place of whatever the application answers
 * @param tooManyRequests a 429 of the application, with rate limit headers in this style
 * @param status the status of a successful answer in place of its own
 * @param edits changes to the JSON of a successful answer, in their order
 * @param gzip whether the body is sent gzip-encoded, asked for or not
 * @param fates what becomes of the ServiceNow ticket, by the ticket's position in the request; -1 is every other one
 */
public record FaultAnswer(
        Optional<HttpAnswer> replacement,
        Optional<RateLimitHeaders> tooManyRequests,
        Optional<Integer> status,
        List<AnswerEdit> edits,
        boolean gzip,
        Map<Integer, TicketFate> fates) {

    static final FaultAnswer OWN =
            new FaultAnswer(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false, Map.of());

    /** What becomes of the ServiceNow ticket at that position of the request, counted from 0. */
    public TicketFate fate(int ticket) {
        return fates.getOrDefault(ticket, fates.getOrDefault(-1, TicketFate.COMPLETED));
    }

    FaultAnswer replacedBy(HttpAnswer answer) {
        return new FaultAnswer(Optional.of(answer), tooManyRequests, status, edits, gzip, fates);
    }

    FaultAnswer withTooManyRequests(RateLimitHeaders style) {
        return new FaultAnswer(replacement, Optional.of(style), status, edits, gzip, fates);
    }

    FaultAnswer withStatus(int other) {
        return new FaultAnswer(replacement, tooManyRequests, Optional.of(other), edits, gzip, fates);
    }

    FaultAnswer editedBy(AnswerEdit edit) {
        List<AnswerEdit> all = new ArrayList<>(edits);
        all.add(edit);
        return new FaultAnswer(replacement, tooManyRequests, status, List.copyOf(all), gzip, fates);
    }

    FaultAnswer gzipped() {
        return new FaultAnswer(replacement, tooManyRequests, status, edits, true, fates);
    }

    FaultAnswer withFates(Map<Integer, TicketFate> others) {
        return new FaultAnswer(replacement, tooManyRequests, status, edits, gzip, Map.copyOf(others));
    }
}
