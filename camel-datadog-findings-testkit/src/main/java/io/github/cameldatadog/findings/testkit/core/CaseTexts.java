package io.github.cameldatadog.findings.testkit.core;

import java.util.List;

/** Title and description of a case: those asked for, or what Datadog writes of itself. */
record CaseTexts(String title, String description) {

    static CaseTexts of(TicketOrder order, List<FindingState> findings) {
        return new CaseTexts(
                order.title().orElseGet(() -> title(findings)),
                order.description().orElseGet(() -> description(findings)));
    }

    private static String title(List<FindingState> findings) {
        if (findings.isEmpty()) {
            return "Security findings";
        }
        String first = findings.get(0).finding.title();
        String more = findings.size() == 1 ? "" : " and " + (findings.size() - 1) + " more";
        return (first.isEmpty() ? "Security finding" : first) + more;
    }

    private static String description(List<FindingState> findings) {
        StringBuilder text =
                new StringBuilder("Datadog found ").append(findings.size()).append(" security finding(s).\n");
        for (FindingState one : findings) {
            text.append("- [")
                    .append(one.finding.severity())
                    .append("] ")
                    .append(one.finding.title())
                    .append('\n');
        }
        return text.toString();
    }
}
