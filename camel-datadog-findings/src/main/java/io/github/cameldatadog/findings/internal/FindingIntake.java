package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.internal.reading.FindingElement;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Skipped;

/**
 * Enters what is read into the books: every element once, invalid ones and repetitions left out, and what an earlier attempt
 * settled passed over, for it is in the books already. For one thread at a time.
 */
final class FindingIntake {

    private final RunBooks books;
    private final FingerprintSet seen = new FingerprintSet();

    FindingIntake(RunBooks books) {
        this.books = books;
    }

    /** Takes an element; what is to be worked on goes into the chunk. */
    void take(FindingElement element, Chunk chunk) {
        if (element instanceof FindingElement.Invalid invalid) {
            books.received();
            Skipped skipped = new Skipped(
                    SkipReason.INVALID, (invalid.where().isEmpty() ? "" : invalid.where() + ": ") + invalid.reason());
            books.settled(ReportEntry.ofElement(skipped, invalid.position()));
            return;
        }
        FindingElement.Usable usable = (FindingElement.Usable) element;
        Finding finding = usable.finding();
        if (!seen.add(finding.id())) {
            books.received();
            Skipped skipped = new Skipped(SkipReason.DUPLICATE, "the same id came before");
            books.settled(ReportEntry.ofFinding(skipped, finding, usable.position()));
        } else if (!books.stands(finding)) {
            books.received();
            chunk.add(finding, usable.position());
        }
    }
}
