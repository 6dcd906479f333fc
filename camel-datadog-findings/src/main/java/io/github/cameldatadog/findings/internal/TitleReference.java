package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.client.Timing;
import io.github.cameldatadog.findings.ticket.TicketDraft;

/** A short token that no other request has, at the end of a ticket's title: by it the case is recognised afterwards. */
final class TitleReference {

    /** Without letters and digits that look alike. */
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

    private static final int LENGTH = 8;

    private final Timing timing;

    TitleReference(Timing timing) {
        this.timing = timing;
    }

    /** A token of its own for each call. */
    String next() {
        StringBuilder token = new StringBuilder("[ref ");
        for (int i = 0; i < LENGTH; i++) {
            token.append(ALPHABET.charAt((int) (timing.random() * ALPHABET.length())));
        }
        return token.append(']').toString();
    }

    /** The draft with the token at the end of its title; one that leaves the title to Datadog gets a plain one. */
    static TicketDraft on(TicketDraft draft, String token) {
        String title = draft.title() == null
                ? draft.size() + (draft.size() == 1 ? " security finding" : " security findings")
                : draft.title().strip();
        return draft.withTitle(title + " " + token);
    }
}
