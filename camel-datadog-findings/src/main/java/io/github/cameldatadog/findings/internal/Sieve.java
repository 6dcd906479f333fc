package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.internal.TicketSettings.AlreadyTicketed;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Skipped;
import java.util.Optional;

/** Decides which findings are left out, by what is known of them. */
record Sieve(AlreadyTicketed alreadyTicketed, boolean skipResolved) {

    /** Why the finding is left out; nothing if it is not. */
    Optional<Skipped> leaveOut(Finding finding) {
        if (skipResolved && finding.isResolved()) {
            return Optional.of(new Skipped(
                    SkipReason.RESOLVED,
                    finding.status() == null || finding.status().equals("open")
                            ? "it is muted"
                            : "its status is " + finding.status()));
        }
        if (alreadyTicketed == AlreadyTicketed.MOVE) {
            return Optional.empty();
        }
        return finding.openCase()
                .map(attached -> new Skipped(SkipReason.ALREADY_TICKETED, "already on " + of(attached)));
    }

    private static String of(AttachedCase attached) {
        return "case " + attached.label()
                + (attached.serviceNowUrl() == null ? "" : ", ServiceNow ticket " + attached.serviceNowUrl());
    }
}
