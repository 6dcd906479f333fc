package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.ReportJson;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** All that a person may get to see of a thing. */
final class Shown {

    private Shown() {}

    /** Messages, strings and stack traces of an exception, its causes and what it suppressed. */
    static String of(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            text.append('\n').append(each.getMessage()).append('\n').append(each.toString());
        }
        return text.toString();
    }

    /** A report as text, table, JSON and by the strings of its parts. */
    static String of(TicketReport report) {
        StringBuilder text = new StringBuilder(report.toString());
        text.append(report.table()).append(new String(ReportJson.write(report), StandardCharsets.UTF_8));
        report.tickets().forEach(entry -> text.append(entry));
        report.problems()
                .forEach(entry -> text.append(entry).append(entry.outcome().reason()));
        return text.toString();
    }
}
