package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/** Links from a ticket back to Datadog. The template of the description calls it. */
final class FindingLinks {

    private final String pages;

    /** @param pages the address of Datadog's web pages */
    FindingLinks(String pages) {
        this.pages = pages;
    }

    /** A line for each finding of a ticket. */
    public String each(TicketDraft draft) {
        return draft.findings().stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(Finding finding) {
        return "- " + finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding.resourceName() + " "
                + page("@finding_id:" + finding.id());
    }

    /** All open findings of the ticket's rule and service, also those that come later. */
    public String all(TicketDraft draft) {
        return page("@rule.id:" + draft.group().get("rule.id") + " @service.name:"
                + draft.group().get("service.name") + " @status:open");
    }

    private String page(String query) {
        return pages + "/security/compliance?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
