package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.internal.TicketSettings.AlreadyTicketed;
import io.github.cameldatadog.findings.ticket.Batch;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.DraftPlanner;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.SkipReason;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns chunks that were looked up into batches: leaves out what the look says, and puts the rest onto drafts. Once nothing
 * is sent any more, everything that comes is NotSent. For one thread at a time.
 */
final class ChunkPlanner {

    private final AlreadyTicketed alreadyTicketed;
    private final Sieve sieve;
    private final DraftPlanner drafts;

    /** For findings that the look did not show: one that is gone makes Datadog refuse all that are sent with it. */
    private final DraftPlanner draftsOfUnseen;

    private final RunBooks books;
    private final RunControl control;

    ChunkPlanner(TicketSettings settings, RunBooks books, RunControl control) {
        this.alreadyTicketed = settings.alreadyTicketed();
        this.sieve = new Sieve(settings.alreadyTicketed(), settings.skipResolved());
        this.drafts = new DraftPlanner(settings.grouping(), settings.limits());
        this.draftsOfUnseen = new DraftPlanner(settings.grouping(), settings.limits());
        this.books = books;
        this.control = control;
    }

    /**
     * Plans for the findings of a chunk. If that fails midway, those that were not planned for are NotSent.
     *
     * @param ready takes the batches that are complete by it
     */
    void plan(Chunk chunk, Consumer<List<Batch>> ready) {
        if (chunk.looked() instanceof TicketLookup.Result.Failed failed && failed.setUp()) {
            control.stopSending(failed.reason());
        }
        int index = 0;
        try {
            for (; index < chunk.findings().size(); index++) {
                plan(chunk, index, ready);
            }
        } catch (RuntimeException | Error e) {
            giveUp(chunk, index, "the work failed: " + Displayed.clipped(e.toString(), 300));
            throw e;
        }
    }

    /** Closes what is still open. */
    List<Batch> finish() {
        List<Batch> batches = new ArrayList<>(drafts.finish());
        batches.addAll(draftsOfUnseen.finish());
        return batches;
    }

    /** The findings of a chunk from that one on are NotSent. */
    void giveUp(Chunk chunk, int first, String reason) {
        for (int index = first; index < chunk.findings().size(); index++) {
            settle(new NotSent(reason), chunk, index);
        }
    }

    private void plan(Chunk chunk, int index, Consumer<List<Batch>> ready) {
        if (control.whyStopped() != null) {
            settle(new NotSent(control.whyStopped()), chunk, index);
        } else if (chunk.looked() instanceof TicketLookup.Result.Failed failed) {
            settle(new NotSent(failed.reason()), chunk, index);
        } else {
            TicketLookup.Result.Seen now = (TicketLookup.Result.Seen) chunk.looked();
            plan(now.of(chunk.findings().get(index)), chunk.given(index), chunk.position(index), ready);
        }
    }

    private void plan(Finding finding, TicketDraft given, long position, Consumer<List<Batch>> ready) {
        Optional<Skipped> out = sieve.leaveOut(finding);
        if (out.isEmpty()) {
            DraftPlanner planner = finding.wasLookedUpInVain() ? draftsOfUnseen : drafts;
            ready.accept(given == null ? planner.add(finding) : planner.add(finding, given));
            return;
        }
        books.settled(ReportEntry.ofFinding(out.get(), finding, given, position));
        if (out.get().why() == SkipReason.ALREADY_TICKETED && alreadyTicketed == AlreadyTicketed.FAIL) {
            String reason = "alreadyTicketed=fail, and finding " + finding.id() + " is "
                    + out.get().reason() + ": nothing was sent";
            books.stopped(reason);
            control.stopSending(reason);
        }
    }

    private void settle(TicketOutcome outcome, Chunk chunk, int index) {
        books.settled(
                ReportEntry.ofFinding(outcome, chunk.findings().get(index), chunk.given(index), chunk.position(index)));
    }
}
