package io.github.cameldatadog.findings.testkit.assertions;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.testkit.http.HttpHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about what happened. They look at everything since the start, not at the present: a second ticket takes a
 * finding off the first, so that the present shows only one.
 */
public final class HistoryAssert extends AbstractAssert<HistoryAssert, History> {

    HistoryAssert(History actual) {
        super(actual, HistoryAssert.class);
    }

    /** No finding was put on more than one case by our create requests. */
    public HistoryAssert createdAtMostOneTicketPerFinding() {
        isNotNull();
        Map<String, List<String>> casesByFinding = new LinkedHashMap<>();
        for (CaseRecord ticket : actual.tickets()) {
            for (String id : ticket.findingIds()) {
                casesByFinding.computeIfAbsent(id, key -> new ArrayList<>()).add(describe(ticket));
            }
        }
        casesByFinding.values().removeIf(cases -> cases.size() < 2);
        if (!casesByFinding.isEmpty()) {
            throw failure(
                    "Expected at most one ticket per finding, but %d finding(s) were put on several:%n%s",
                    casesByFinding.size(),
                    lines(casesByFinding.entrySet(), one -> one.getKey() + " on " + one.getValue()));
        }
        return this;
    }

    private static String describe(CaseRecord ticket) {
        return ticket.key()
                + ticket.requestNumber()
                        .map(number -> " (request #" + number + ")")
                        .orElse("");
    }

    /** Every request kept to the specification. */
    public HistoryAssert receivedOnlyValidRequests() {
        return receivedOnlyValidRequestsExcept(request -> false);
    }

    /** Every request kept to the specification, but for those that are excepted. */
    public HistoryAssert receivedOnlyValidRequestsExcept(Predicate<RequestRecord> excepted) {
        isNotNull();
        List<RequestRecord> invalid = actual.requests().stream()
                .filter(one -> !one.request().valid() && !excepted.test(one))
                .toList();
        if (!invalid.isEmpty()) {
            throw failure(
                    "Expected only valid requests, but %d of %d broke the specification:%n%s",
                    invalid.size(), actual.requests().size(), lines(invalid, one -> one.request()
                            .toString()));
        }
        return this;
    }

    /** Our create requests made so many cases, closed ones and those without a ServiceNow ticket included. */
    public HistoryAssert hasTickets(int expected) {
        isNotNull();
        List<CaseRecord> tickets = actual.tickets();
        if (tickets.size() != expected) {
            throw failure(
                    "Expected %d ticket(s) but there are %d:%n%s",
                    expected, tickets.size(), lines(tickets, HistoryAssert::describeWithFindings));
        }
        return this;
    }

    private static String describeWithFindings(CaseRecord ticket) {
        return describe(ticket) + " for " + ticket.findingIds();
    }

    /** Our create requests made no case. */
    public HistoryAssert hasNoTickets() {
        return hasTickets(0);
    }

    /** Our create requests put exactly these findings on cases. */
    public HistoryAssert ticketedOnly(String... findingIds) {
        return ticketedOnly(List.of(findingIds));
    }

    /** Our create requests put exactly these findings on cases. */
    public HistoryAssert ticketedOnly(Collection<String> findingIds) {
        isNotNull();
        Set<String> missing = new TreeSet<>(findingIds);
        missing.removeAll(ticketed());
        Set<String> unexpected = new TreeSet<>(ticketed());
        unexpected.removeAll(Set.copyOf(findingIds));
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw failure(
                    "Expected tickets for exactly %d finding(s), but%n  without a ticket: %s%n  unexpectedly ticketed: %s",
                    findingIds.size(), missing, unexpected);
        }
        return this;
    }

    /** Our create requests put each of these findings on a case, and perhaps others. */
    public HistoryAssert hasTicketFor(String... findingIds) {
        isNotNull();
        Set<String> missing = new TreeSet<>(Arrays.asList(findingIds));
        missing.removeAll(ticketed());
        if (!missing.isEmpty()) {
            throw failure("Expected a ticket for each of these findings, but there is none for:%n%s", lines(missing));
        }
        return this;
    }

    /** Our create requests put none of these findings on a case. */
    public HistoryAssert hasNoTicketFor(String... findingIds) {
        return hasNoTicketFor(List.of(findingIds));
    }

    /** Our create requests put none of these findings on a case. */
    public HistoryAssert hasNoTicketFor(Collection<String> findingIds) {
        isNotNull();
        Set<String> unwanted = Set.copyOf(findingIds);
        List<CaseRecord> guilty = actual.tickets().stream()
                .filter(ticket -> ticket.findingIds().stream().anyMatch(unwanted::contains))
                .toList();
        if (!guilty.isEmpty()) {
            throw failure(
                    "Expected no ticket for these findings, but:%n%s",
                    lines(guilty, HistoryAssert::describeWithFindings));
        }
        return this;
    }

    private Set<String> ticketed() {
        return actual.tickets().stream()
                .flatMap(ticket -> ticket.findingIds().stream())
                .collect(Collectors.toSet());
    }

    /** Our create requests took no finding off a case. */
    public HistoryAssert detachedNothing() {
        isNotNull();
        List<Attachment> detached = actual.attachments().stream()
                .filter(one -> one.ours() && one.kind() == Attachment.Kind.DETACHED)
                .toList();
        if (!detached.isEmpty()) {
            throw failure("Expected that we take no finding off a case, but:%n%s", lines(detached));
        }
        return this;
    }

    /** So many requests came for an operation. */
    public HistoryAssert receivedRequests(Operation operation, int expected) {
        isNotNull();
        List<RequestRecord> requests = actual.requests(operation);
        if (requests.size() != expected) {
            throw failure(
                    "Expected %d request(s) for %s but received %d:%n%s",
                    expected, operation, requests.size(), lines(requests, HistoryAssert::describe));
        }
        return this;
    }

    private static String describe(RequestRecord one) {
        return one.request() + " answered " + (one.answer().isPresent() ? one.status() : "nothing")
                + (one.fault().isNone() ? "" : ", fault " + one.fault());
    }

    /** No request was answered 429. */
    public HistoryAssert neverExceededARateLimit() {
        isNotNull();
        List<RequestRecord> exceeded =
                actual.requests().stream().filter(one -> one.status() == 429).toList();
        if (!exceeded.isEmpty()) {
            throw failure("Expected no 429, but:%n%s", lines(exceeded, HistoryAssert::describe));
        }
        return this;
    }

    /** No request had a header whose name begins so, whatever its case. */
    public HistoryAssert receivedNoHeaderStartingWith(String prefix) {
        isNotNull();
        String lower = prefix.toLowerCase(Locale.ROOT);
        Set<String> names = actual.requests().stream()
                .flatMap(one -> one.request().headers().stream())
                .map(HttpHeader::name)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(lower))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!names.isEmpty()) {
            throw failure("Expected no header starting with %s, but received%n%s", prefix, lines(names));
        }
        return this;
    }

    private static String lines(Collection<?> items) {
        return lines(items, Object::toString);
    }

    private static <T> String lines(Collection<T> items, Function<T, String> describe) {
        int most = 20;
        String shown = items.stream()
                .limit(most)
                .map(one -> "  " + describe.apply(one))
                .collect(Collectors.joining("\n"));
        return items.size() > most ? shown + "\n  and " + (items.size() - most) + " more" : shown;
    }
}
