package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.finding.FindingElement;
import io.github.cameldatadog.findings.testkit.finding.LoadedFindings;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the findings of a document in, on the cases on which the document says they are. */
final class Loading {

    private final Books books;
    private final Instant now;
    private final List<String> ids = new ArrayList<>();
    private final List<String> caseIds = new ArrayList<>();
    private final List<LoadedFindings.Skipped> skipped = new ArrayList<>();

    private Loading(Books books, Instant now) {
        this.books = books;
        this.now = now;
    }

    static LoadedFindings load(List<FindingElement> elements, Books books, Instant now) {
        Loading loading = new Loading(books, now);
        elements.forEach(loading::element);
        return new LoadedFindings(loading.ids, loading.caseIds, loading.skipped);
    }

    private void element(FindingElement element) {
        if (element.finding().isEmpty()) {
            skip(element, "it has no usable id");
            return;
        }
        SimulatedFinding finding = element.finding().get();
        Optional<FindingState> known = books.index().finding(finding.id());
        if (known.filter(one -> one.present).isPresent()) {
            skip(element, "there is a finding with the id " + finding.id() + " already");
            return;
        }
        FindingState state = known.orElseGet(() -> new FindingState(finding));
        state.finding = finding;
        state.present = true;
        element.cases().forEach(told -> putOn(told, state));
        books.index().add(state, now);
        ids.add(state.id);
    }

    private void skip(FindingElement element, String reason) {
        skipped.add(new LoadedFindings.Skipped(element.position(), reason));
    }

    private void putOn(ObjectNode told, FindingState state) {
        CaseImport source = CaseImport.of(told);
        CaseState target = source.id().flatMap(books.cases()::lookUp).orElseGet(() -> make(source, state));
        books.cases().place(target, state, new Cause(target.madeBy.actor(), now, Optional.empty()));
    }

    private CaseState make(CaseImport source, FindingState state) {
        String user = source.creatorId().orElseGet(() -> Identity.userId("document"));
        Cause cause = new Cause(
                new Identity("document", user, false), source.createdAt().orElse(now), Optional.empty());
        String projectId = books.projects().anyId();
        TicketOrder order = new TicketOrder(
                projectId, source.title(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(state.id));
        CaseState made = books.cases().take(source, order, books.projects().key(projectId), cause);
        made.closedAt = source.closed() ? Optional.of(now) : Optional.empty();
        caseIds.add(made.id);
        return made;
    }
}
