package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConstants;
import io.github.cameldatadog.findings.internal.reading.FindingElement;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Skipped;

/**
 * Enters what is read into the books: every element once, invalid ones and repetitions left out, and what an earlier attempt
 * settled passed over, for it is in the books already. For one thread at a time.
 */
final class FindingIntake {

    private static final String NO_PROJECT = "No project: set the option project or the header "
            + DatadogFindingsConstants.PROJECT
            + " to the id of a Case Management project that is configured with the ServiceNow integration";

    private final RunBooks books;
    private final boolean knowsProject;
    private final FingerprintSet seen = new FingerprintSet();
    private boolean takenAny;

    /** @param knowsProject whether the options or the exchange may tell the project of every ticket */
    FindingIntake(RunBooks books, boolean knowsProject) {
        this.books = books;
        this.knowsProject = knowsProject;
    }

    /** What can be said before anything was taken: the first finding shows whether anybody thought of a project. */
    void checkFirst(FindingElement element) {
        if (!takenAny && element instanceof FindingElement.Usable usable && !hasProject(usable)) {
            throw new NoProjectException(NO_PROJECT);
        }
    }

    private boolean hasProject(FindingElement.Usable usable) {
        return knowsProject || usable.given() != null && usable.given().project() != null;
    }

    /** Takes an element; what is to be worked on goes into the chunk. */
    void take(FindingElement element, Chunk chunk) {
        if (element instanceof FindingElement.Invalid invalid) {
            books.received();
            Skipped skipped = new Skipped(
                    SkipReason.INVALID, (invalid.where().isEmpty() ? "" : invalid.where() + ": ") + invalid.reason());
            books.settled(
                    invalid.finding() == null
                            ? ReportEntry.ofElement(skipped, invalid.position())
                            : ReportEntry.ofFinding(skipped, invalid.finding(), invalid.position()));
            return;
        }
        FindingElement.Usable usable = (FindingElement.Usable) element;
        Finding finding = usable.finding();
        takenAny = true;
        if (!seen.add(finding.id())) {
            books.received();
            Skipped skipped = new Skipped(SkipReason.DUPLICATE, "the same id came before");
            books.settled(ReportEntry.ofFinding(skipped, finding, usable.given(), usable.position()));
        } else if (!books.stands(finding)) {
            books.received();
            if (hasProject(usable)) {
                chunk.add(finding, usable.given(), usable.position());
            } else {
                TicketOutcome notSent = new TicketOutcome.NotSent(NO_PROJECT);
                books.settled(ReportEntry.ofFinding(notSent, finding, usable.given(), usable.position()));
            }
        }
    }
}
