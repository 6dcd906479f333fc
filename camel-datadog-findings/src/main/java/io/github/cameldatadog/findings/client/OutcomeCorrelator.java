package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Broken;
import io.github.cameldatadog.findings.client.Answer.NotWritten;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketOutcome.CaseOnly;
import io.github.cameldatadog.findings.ticket.TicketOutcome.NotSent;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Rejected;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Ticketed;
import io.github.cameldatadog.findings.ticket.TicketOutcome.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides what an answer to a create request means for each finding that was sent; nothing else does. Whatever the answer,
 * each finding gets exactly one outcome. Findings are found by the ids in the answer's {@code insights}, never by position.
 * Immutable, so safe for use by several threads.
 */
public final class OutcomeCorrelator {

    private final RefusalWords refusals;

    /**
     * @param site the site, or the base address where one is configured, as messages name it
     */
    public OutcomeCorrelator(String site) {
        this.refusals = new RefusalWords(Objects.requireNonNull(site, "site"));
    }

    /** What became of the drafts, one element for each, in their order. */
    public List<DraftOutcome> correlate(List<TicketDraft> sent, Delivery delivery) {
        if (delivery.answer().isEmpty()) {
            String why = delivery.cause()
                    .map(cause -> delivery.ended() + " (" + Displayed.clipped(cause.toString(), 300) + ")")
                    .orElse(delivery.ended());
            return alike(sent, new NotSent(why));
        }
        return correlate(sent, delivery.answer().get(), delivery.ended());
    }

    private List<DraftOutcome> correlate(List<TicketDraft> sent, Answer answer, String ended) {
        if (answer instanceof NotWritten notWritten) {
            return alike(sent, new NotSent(joined(notWritten.reason(), ended)));
        }
        if (answer instanceof Broken broken) {
            return alike(sent, new Unknown("No whole answer came: " + broken.reason(), null));
        }
        Received received = (Received) answer;
        return switch (received.status()) {
            case 200, 201 -> byCases(sent, received);
            case 429 -> alike(sent, new NotSent(joined(refusals.rateLimit(received), ended)));
            default -> alike(sent, ofStatus(received));
        };
    }

    private TicketOutcome ofStatus(Received received) {
        int status = received.status();
        boolean redirected = status == 301 || status == 307 || status == 308;
        // 408 and 499 are a gateway's words for an exchange that broke while Datadog may have been at work.
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 499;
        if (redirected || refused) {
            return new Rejected(
                    status,
                    redirected ? refusals.redirect(received) : refusals.refusal(received),
                    received.requestId(),
                    redirected || Refusal.isAboutSetUp(received));
        }
        return unknown(
                "Datadog answered " + RefusalWords.told(received) + ", which does not say whether tickets were made",
                received);
    }

    private static List<DraftOutcome> byCases(List<TicketDraft> sent, Received received) {
        Map<String, Set<CreatedCase>> casesByFinding = new HashMap<>();
        try {
            for (CreatedCase created : CreateTicketsCodec.readCases(received.body())) {
                created.findingIds().forEach(id -> casesByFinding
                        .computeIfAbsent(id, first -> new LinkedHashSet<>())
                        .add(created));
            }
        } catch (UnreadableAnswerException unreadable) {
            return alike(
                    sent,
                    unknown("Datadog answered " + received.status() + ", but " + unreadable.getMessage(), received));
        }
        return sent.stream()
                .map(draft -> split(draft, finding -> byCase(casesByFinding.get(finding.id()), received)))
                .toList();
    }

    private static TicketOutcome byCase(Set<CreatedCase> cases, Received received) {
        if (cases == null) {
            return unknown(
                    "Datadog answered " + received.status() + ", but no case of the answer has this finding", received);
        }
        if (cases.size() > 1) {
            String labels = cases.stream().map(CreatedCase::label).collect(Collectors.joining(", "));
            return unknown(
                    "Datadog's answer has this finding on several cases: " + Displayed.clipped(labels, 200), received);
        }
        CreatedCase created = cases.iterator().next();
        return created.hasTicket() ? new Ticketed(created) : new CaseOnly(created, withoutTicket(created));
    }

    private static String withoutTicket(CreatedCase created) {
        String label = Displayed.clipped(created.label(), 80);
        String status = created.serviceNowStatus();
        if ("FAILED".equalsIgnoreCase(status)) {
            return "Case " + label + " was made, but its ServiceNow ticket FAILED: check the project's ServiceNow"
                    + " integration, then make the ticket from the case";
        }
        return "Case " + label + " was made, but Datadog does not say that its ServiceNow ticket is done (status "
                + (status == null ? "not told" : "'" + Displayed.clipped(status, 40) + "'") + "): look at the case";
    }

    private static Unknown unknown(String reason, Received received) {
        return new Unknown(reason, received.requestId());
    }

    private static String joined(String reason, String ended) {
        return ended.isEmpty() ? reason : reason + "; " + ended;
    }

    private static List<DraftOutcome> alike(List<TicketDraft> sent, TicketOutcome outcome) {
        return sent.stream().map(draft -> split(draft, finding -> outcome)).toList();
    }

    private static DraftOutcome split(TicketDraft draft, Function<Finding, TicketOutcome> outcomeOf) {
        Map<TicketOutcome, List<Finding>> byOutcome = new LinkedHashMap<>();
        for (Finding finding : draft.findings()) {
            byOutcome
                    .computeIfAbsent(outcomeOf.apply(finding), first -> new ArrayList<>())
                    .add(finding);
        }
        return new DraftOutcome(
                draft,
                byOutcome.entrySet().stream()
                        .map(part -> new DraftOutcome.Part(part.getKey(), part.getValue()))
                        .toList());
    }
}
