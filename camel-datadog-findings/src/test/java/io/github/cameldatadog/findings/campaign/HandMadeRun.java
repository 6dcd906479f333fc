package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.ledger.SimulatedDatabase;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.ReportEntry;
import io.github.cameldatadog.findings.ticket.TicketOutcome;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the record of a run that never was: one event a second. */
final class HandMadeRun {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String TICKET_URL = "https://example.service-now.com/";

    private final List<RequestRecord> requests = new ArrayList<>();
    private final List<CaseRecord> cases = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<ExchangeRecord> exchanges = new ArrayList<>();
    private final List<DeedRecord> deeds = new ArrayList<>();
    private final WireLog wire = new WireLog(() -> START.plusSeconds(this.seconds));
    private final List<Outage> outages = new ArrayList<>();
    private final List<NodeLife> lives = new ArrayList<>();
    private final Map<String, SimulatedDatabase.Entry> ledger = new TreeMap<>();
    private Conditions conditions = Conditions.PLAIN;
    private boolean stopped;
    private long seconds;

    private List<NodeLife> lives() {
        return lives.isEmpty() ? List.of(new NodeLife(0, 0, false, START, null, Set.of())) : lives;
    }

    private Instant next() {
        return START.plusSeconds(++seconds);
    }

    CampaignRecord record() {
        History history = new History(List.copyOf(requests), List.copyOf(cases), List.copyOf(attachments));
        return new CampaignRecord(history, exchanges, wire, deeds, stopped, conditions, outages, lives(), ledger);
    }

    // ---- requests

    /** A request to create, for finding a unless others are named, that is answered so; its number. */
    long create(int exchange, int status, Fault fault, String... findingIds) {
        return request(exchange, Operation.CREATE, body(findingIds), HttpAnswer.empty(status), fault, Optional.empty());
    }

    private static String body(String... findingIds) {
        String named = Stream.of(findingIds.length == 0 ? new String[] {"a"} : findingIds)
                .map(id -> "{\"id\":\"" + id + "\"}")
                .collect(Collectors.joining(","));
        return "{\"data\":[{\"relationships\":{\"findings\":{\"data\":[" + named + "]}}}]}";
    }

    /** A request to create that succeeds, and whose answer tells of a limit; its number. */
    long createUnderALimit(int exchange) {
        HttpAnswer answer = HttpAnswer.empty(201).with("X-RateLimit-Limit", "6");
        return request(exchange, Operation.CREATE, body(), answer, Fault.none(), Optional.empty());
    }

    /** A request to create that succeeds; its number. */
    long create(int exchange, String... findingIds) {
        return create(exchange, 201, Fault.none(), findingIds);
    }

    /** A request that does not keep to the specification. */
    void invalidRequest(int exchange) {
        request(exchange, Operation.CREATE, "{", HttpAnswer.empty(400), Fault.none(), Optional.of("no JSON"));
    }

    /** A search for one finding, which is shown on these cases. */
    void search(int exchange, String findingId, String status, String... onCases) {
        StringBuilder shown = new StringBuilder();
        for (String one : onCases) {
            shown.append(shown.isEmpty() ? "" : ",").append("{\"id\":\"" + one + "\",\"status\":\"" + status + "\"}");
        }
        String row = "{\"id\":\"" + findingId + "\",\"attributes\":{\"attributes\":{\"custom\":{\"workflow\":"
                + "{\"integrations\":{\"cases\":[" + shown + "]}}}}}}";
        HttpAnswer answer = HttpAnswer.of(200, "application/json", "{\"data\":[" + row + "]}");
        request(
                exchange,
                Operation.SEARCH,
                "{\"filter\":\"" + findingId + "\"}",
                answer,
                Fault.none(),
                Optional.empty());
    }

    private long request(
            int exchange,
            Operation operation,
            String body,
            HttpAnswer answer,
            Fault fault,
            Optional<String> violation) {
        long number = requests.size() + 1L;
        HttpCall call = new HttpCall("POST", "/" + operation, List.of(), body.getBytes(StandardCharsets.UTF_8));
        Instant now = next();
        ReceivedRequest received = new ReceivedRequest(number, now, operation, call, violation);
        requests.add(new RequestRecord(received, fault, Optional.of(now), Optional.of(answer)));
        wire.received(number, exchange, wire.leaves());
        wire.answered(number);
        return number;
    }

    // ---- cases

    /** A request made a case with a ServiceNow ticket, and put findings on it. */
    void made(String caseId, long request, String... findingIds) {
        addCase(caseId, Optional.of(request));
        for (String id : findingIds) {
            attachments.add(attachment(Attachment.Kind.ATTACHED, id, caseId, Optional.of(request)));
        }
    }

    /** Somebody else put a finding on a case of theirs. */
    void putByOthers(String caseId, String findingId) {
        addCase(caseId, Optional.empty());
        putByOthersOn(caseId, findingId);
    }

    /** Somebody else put a finding on a case that there is. */
    void putByOthersOn(String caseId, String findingId) {
        attachments.add(attachment(Attachment.Kind.ATTACHED, findingId, caseId, Optional.empty()));
    }

    /** A request took a finding off a case. */
    void takenOff(String caseId, long request, String findingId) {
        attachments.add(attachment(Attachment.Kind.DETACHED, findingId, caseId, Optional.of(request)));
    }

    /** Somebody else took a finding off a case. */
    void takenOffByOthers(String caseId, String findingId) {
        attachments.add(attachment(Attachment.Kind.DETACHED, findingId, caseId, Optional.empty()));
    }

    private Attachment attachment(Attachment.Kind kind, String findingId, String caseId, Optional<Long> request) {
        return new Attachment(findingId, caseId, "K-" + caseId, kind, next(), "somebody", request.isPresent(), request);
    }

    private void addCase(String id, Optional<Long> request) {
        cases.add(new CaseRecord(
                id,
                "K-" + id,
                CaseKind.SERVICENOW,
                "project",
                "title",
                "",
                "P2",
                Optional.empty(),
                next(),
                Optional.empty(),
                "user",
                "somebody",
                request.isPresent(),
                request,
                List.of(),
                List.of(),
                Optional.of("COMPLETED"),
                Optional.of(TICKET_URL + id)));
    }

    // ---- what others do, and what callers are told

    void deed(Deed.What what) {
        deed(what, "");
    }

    void deed(Deed.What what, String findingId, String... caseIds) {
        deeds.add(new DeedRecord(next(), what, findingId, List.of(caseIds)));
    }

    void conditions(Conditions others) {
        conditions = others;
    }

    void outage(Outage.Kind kind) {
        outages.add(new Outage(kind, Duration.ZERO, Duration.ofMinutes(1)));
    }

    /** The time goes on. */
    void pass(Duration time) {
        seconds += time.toSeconds();
    }

    Instant now() {
        return START.plusSeconds(seconds);
    }

    void stop() {
        stopped = true;
    }

    static TicketOutcome ticketedOn(String caseId) {
        return new TicketOutcome.Ticketed(new CreatedCase(
                caseId,
                "K-" + caseId,
                "title",
                "OPEN",
                "project",
                "user",
                START,
                List.of(),
                "COMPLETED",
                TICKET_URL + caseId,
                null));
    }

    static ReportEntry entry(TicketOutcome outcome, String... findingIds) {
        return new ReportEntry(
                outcome, Arrays.stream(findingIds).map(Finding::ofId).toList(), null, 0);
    }

    static TicketReport report(int received, ReportEntry... entries) {
        TicketReport.Builder report = new TicketReport.Builder(TicketReport.Detail.ALL, START);
        for (int i = 0; i < received; i++) {
            report.received();
        }
        Arrays.stream(entries).forEach(report::settled);
        return report.build(START);
    }

    /** An exchange that went as its report says, with throwExceptionOnFailure=false. */
    void exchange(int number, TicketReport report, String... cameIn) {
        exchange(number, Map.of(), report, cameIn);
    }

    void exchange(int number, Map<String, String> options, TicketReport report, String... cameIn) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("throwExceptionOnFailure", "false");
        add(new ExchangeRecord(number, all, List.of(cameIn), 0, false, 1, 1, report, null, sinceStart()));
    }

    /** At work all the time until now. */
    List<ExchangeRecord.Span> sinceStart() {
        return List.of(new ExchangeRecord.Span(START, now()));
    }

    void add(ExchangeRecord exchange) {
        exchanges.add(exchange);
    }

    // ---- nodes

    /** A node starts now; the first life is there from the beginning unless one is started by hand. Its number. */
    int life(int node, boolean named) {
        lives.add(new NodeLife(lives.size(), node, named, now(), null, Set.of()));
        return lives.size() - 1;
    }

    /** A node dies now, that has told its ledger that it was about to send these. */
    void dies(int life, String... marked) {
        NodeLife was = lives.get(life);
        lives.set(life, new NodeLife(life, was.node(), was.named(), was.from(), now(), Set.of(marked)));
    }

    /** An exchange that was worked on from the beginning until its node dies now. */
    void died(int number, int life, Map<String, String> options, String... cameIn) {
        add(new ExchangeRecord(number, options, List.of(cameIn), 0, false, 1, 0, null, null, sinceStart(), life, true));
    }

    /** An exchange that is worked on in this moment alone. */
    void exchangeNow(int number, int life, Map<String, String> options, TicketReport report, String... cameIn) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("throwExceptionOnFailure", "false");
        List<ExchangeRecord.Span> moment = List.of(new ExchangeRecord.Span(now(), now()));
        add(new ExchangeRecord(number, all, List.of(cameIn), 0, false, 1, 1, report, null, moment, life, false));
    }

    /** What the ledger says in the end. */
    void inLedger(String findingId, String state, String caseId, int life) {
        ledger.put(findingId, new SimulatedDatabase.Entry(state, caseId, Integer.toString(life)));
    }
}
