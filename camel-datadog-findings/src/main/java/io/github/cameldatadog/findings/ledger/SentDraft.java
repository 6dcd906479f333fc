package io.github.cameldatadog.findings.ledger;

import io.github.cameldatadog.findings.ticket.SendEvidence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A draft as it was sent.
 *
 * @param request tells which drafts were sent with one request
 * @param tookEffect whether a finding of the request is known to be on a case
 */
record SentDraft(String id, String request, boolean tookEffect, SendEvidence evidence) {

    static final String COLUMNS = "id, request, took_effect, not_before, project, title, reference, baseline, users";

    static SentDraft of(ResultSet row) throws SQLException {
        return new SentDraft(
                row.getString("id"),
                row.getString("request"),
                row.getBoolean("took_effect"),
                new SendEvidence(
                        row.getObject("not_before", OffsetDateTime.class).toInstant(),
                        ids(row.getString("baseline")),
                        row.getString("project"),
                        row.getString("title"),
                        row.getString("reference"),
                        ids(row.getString("users"))));
    }

    /** Ids as one text, a line each, so that people can read them. */
    static String text(Set<String> ids) {
        return new TreeSet<>(ids)
                .stream()
                        .map(id -> id.replace("\\", "\\\\").replace("\n", "\\n"))
                        .collect(Collectors.joining("\n"));
    }

    private static Set<String> ids(String text) {
        return text.isEmpty()
                ? Set.of()
                : Arrays.stream(text.split("\n")).map(SentDraft::unescaped).collect(Collectors.toSet());
    }

    private static String unescaped(String line) {
        StringBuilder id = new StringBuilder();
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length()) {
                char escaped = line.charAt(++at);
                id.append(escaped == 'n' ? '\n' : escaped);
            } else {
                id.append(c);
            }
        }
        return id.toString();
    }
}
