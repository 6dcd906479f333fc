package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.Displayed;

/**
 * What an answer to a search means.
 *
 * @param <P> what a page is read as
 */
public sealed interface SearchAnswer<P> {

    /** A page of findings. */
    record Page<P>(P page) implements SearchAnswer<P> {}

    /** Reads the body of an answer. */
    interface PageReader<P> {
        P read(byte[] body) throws UnreadableAnswerException;
    }

    /**
     * Nothing was learnt.
     *
     * @param reason Datadog's own words or what failed, and what to do where that is known
     * @param setUp whether the cause is the set-up (keys, permissions), so that no later search would fare better
     * @param status the HTTP status with which Datadog refused it; 0 if it did not
     * @param requestId Datadog's id of the request; null if none is known
     */
    record Failed<P>(String reason, boolean setUp, int status, String requestId) implements SearchAnswer<P> {}

    /**
     * Reads what the sending of a search came to.
     *
     * @param site the site, or the base address where one is configured, as messages name it
     * @param otherwise what else can be done where the keys are refused, from "; or " on; empty if nothing
     */
    static <P> SearchAnswer<P> of(Delivery delivery, String site, String otherwise, PageReader<P> reader) {
        if (delivery.answer().isEmpty()) {
            String cause = delivery.cause()
                    .map(thrown -> " (" + Displayed.clipped(thrown.toString(), 300) + ")")
                    .orElse("");
            return failed(delivery.ended() + cause);
        }
        String ended = delivery.ended().isEmpty() ? "" : "; " + delivery.ended();
        Answer answer = delivery.answer().get();
        if (answer instanceof Answer.NotWritten notWritten) {
            return failed(notWritten.reason() + ended);
        }
        if (answer instanceof Answer.Broken broken) {
            return failed(broken.reason() + ended);
        }
        return of((Received) answer, site, ended, otherwise, reader);
    }

    private static <P> Failed<P> failed(String reason) {
        return new Failed<>(reason, false, 0, null);
    }

    private static <P> SearchAnswer<P> of(
            Received received, String site, String ended, String otherwise, PageReader<P> reader) {
        String requestId = received.requestId();
        if (received.status() == 200) {
            try {
                return new Page<>(reader.read(received.body()));
            } catch (UnreadableAnswerException unreadable) {
                return new Failed<>(
                        "Datadog answered the search with 200, but " + unreadable.getMessage(), false, 0, requestId);
            }
        }
        String words = "Datadog answered the search with " + RefusalWords.told(received);
        if (!Refusal.refusesKeys(received)) {
            return new Failed<>(words + ended, false, received.status(), requestId);
        }
        return new Failed<>(
                words + ". Check that the keys belong to " + site
                        + ", for a wrong site refuses good keys too, and that the owner of the application key has"
                        + " security_monitoring_findings_read or appsec_vm_read" + otherwise,
                true,
                received.status(),
                requestId);
    }
}
