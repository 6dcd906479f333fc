package io.github.cameldatadog.findings.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** What the exchanges saw of findings by searching, read from the answers that arrived. */
final class Looks {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final CampaignRecord record;
    private final Map<Long, Map<String, Set<String>>> read = new HashMap<>();

    Looks(CampaignRecord record) {
        this.record = record;
    }

    /** Whether any look before a request had shown a finding on a case, open or closed. */
    boolean hadShown(WireLog.Entry request, String findingId, String caseId) {
        return isShown(looksBefore(request, findingId), findingId, caseId);
    }

    /** Whether any look of an exchange had shown a finding on a case, open or closed. */
    boolean hadShown(int exchange, String findingId, String caseId) {
        return isShown(looksOf(exchange, findingId), findingId, caseId);
    }

    private static boolean isShown(Stream<RequestRecord> looks, String findingId, String caseId) {
        return looks.flatMap(one -> rowsOf(one, findingId))
                .anyMatch(row -> cases(row).findValuesAsText("id").contains(caseId));
    }

    /** Whether any look before a request, but not before that moment, had shown a finding at all. */
    boolean hadShownSince(Instant since, WireLog.Entry request, String findingId) {
        return isShownSince(since, looksBefore(request, findingId), findingId);
    }

    /** Whether any look of an exchange, but not before that moment, had shown a finding at all. */
    boolean hadShownSince(Instant since, int exchange, String findingId) {
        return isShownSince(since, looksOf(exchange, findingId), findingId);
    }

    private static boolean isShownSince(Instant since, Stream<RequestRecord> looks, String findingId) {
        return looks.filter(one -> !one.request().receivedAt().isBefore(since))
                .flatMap(one -> rowsOf(one, findingId))
                .findAny()
                .isPresent();
    }

    private static Stream<JsonNode> rowsOf(RequestRecord search, String findingId) {
        return StreamSupport.stream(rows(search).spliterator(), false)
                .filter(row -> row.path("id").asText().equals(findingId));
    }

    /** When the last look before a request that asked for a finding was answered. */
    Optional<Instant> lastBefore(WireLog.Entry request, String findingId) {
        return looksBefore(request, findingId)
                .map(look -> record.wire().when(arrival(look)))
                .max(Comparator.naturalOrder());
    }

    /** The ids of the open cases that the last look before a request showed a finding on; none if it did not show it. */
    Set<String> openCasesBefore(WireLog.Entry request, String findingId) {
        return looksBefore(request, findingId)
                .max(Comparator.comparingLong(this::arrival))
                .map(last -> openCases(last).getOrDefault(findingId, Set.of()))
                .orElse(Set.of());
    }

    private Stream<RequestRecord> looksBefore(WireLog.Entry request, String findingId) {
        return looksFor(findingId).filter(one -> arrivedBefore(request, one.number()));
    }

    private Stream<RequestRecord> looksOf(int exchange, String findingId) {
        return looksFor(findingId).filter(one -> record.wire()
                .of(one.number())
                .filter(look -> look.exchange() == exchange && look.answered().isPresent())
                .isPresent());
    }

    private Stream<RequestRecord> looksFor(String findingId) {
        return record.server().requests(Operation.SEARCH).stream()
                .filter(one -> one.status() == 200 && one.request().body().contains(findingId));
    }

    private boolean arrivedBefore(WireLog.Entry request, long search) {
        return record.wire()
                .of(search)
                .filter(look -> look.exchange() == request.exchange())
                .filter(look -> look.answered().orElse(Long.MAX_VALUE) < request.left())
                .isPresent();
    }

    private long arrival(RequestRecord search) {
        return record.wire().of(search.number()).orElseThrow().answered().orElseThrow();
    }

    private Map<String, Set<String>> openCases(RequestRecord search) {
        return read.computeIfAbsent(search.number(), number -> {
            Map<String, Set<String>> byFinding = new HashMap<>();
            for (JsonNode row : rows(search)) {
                byFinding.put(row.path("id").asText(), openCases(row));
            }
            return byFinding;
        });
    }

    private static JsonNode rows(RequestRecord search) {
        try (InputStream body = body(search.answer().orElseThrow())) {
            return MAPPER.readTree(body).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream body(HttpAnswer answer) throws IOException {
        InputStream raw = new ByteArrayInputStream(answer.body());
        return answer.header("Content-Encoding").isPresent() ? new GZIPInputStream(raw) : raw;
    }

    private static JsonNode cases(JsonNode row) {
        return row.at("/attributes/attributes/custom/workflow/integrations/cases");
    }

    private static Set<String> openCases(JsonNode row) {
        List<String> open = new ArrayList<>();
        for (JsonNode one : cases(row)) {
            if (!one.path("status").asText().equals("CLOSED")) {
                open.add(one.path("id").asText());
            }
        }
        return Set.copyOf(open);
    }
}
