package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.Displayed;

/** What an answer to a search means. */
public sealed interface SearchAnswer {

    /** A page of findings. */
    record Page(SearchPage page) implements SearchAnswer {}

    /**
     * Nothing was learnt.
     *
     * @param reason Datadog's own words or what failed, and what to do where that is known
     * @param setUp whether the cause is the set-up (keys, permissions), so that no later search would fare better
     */
    record Failed(String reason, boolean setUp) implements SearchAnswer {}

    /**
     * Reads what the sending of a search came to.
     *
     * @param site the site, or the base address where one is configured, as messages name it
     */
    static SearchAnswer of(Delivery delivery, String site) {
        if (delivery.answer().isEmpty()) {
            String cause = delivery.cause()
                    .map(thrown -> " (" + Displayed.clipped(thrown.toString(), 300) + ")")
                    .orElse("");
            return new Failed(delivery.ended() + cause, false);
        }
        String ended = delivery.ended().isEmpty() ? "" : "; " + delivery.ended();
        Answer answer = delivery.answer().get();
        if (answer instanceof Answer.NotWritten notWritten) {
            return new Failed(notWritten.reason() + ended, false);
        }
        if (answer instanceof Answer.Broken broken) {
            return new Failed(broken.reason() + ended, false);
        }
        return of((Received) answer, site, ended);
    }

    private static SearchAnswer of(Received received, String site, String ended) {
        if (received.status() == 200) {
            try {
                return new Page(SearchCodec.read(received.body()));
            } catch (UnreadableAnswerException unreadable) {
                return new Failed("Datadog answered the search with 200, but " + unreadable.getMessage(), false);
            }
        }
        String words = "Datadog answered the search with " + RefusalWords.told(received);
        if (!Refusal.refusesKeys(received)) {
            return new Failed(words + ended, false);
        }
        return new Failed(
                words + ". Check that the keys belong to " + site
                        + ", for a wrong site refuses good keys too, and that the owner of the application key has"
                        + " security_monitoring_findings_read or appsec_vm_read; or set lookupTickets=never, which sends"
                        + " findings without knowing whether they are on a ticket already",
                true);
    }
}
