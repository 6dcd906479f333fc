package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultDelivery;
import io.github.cameldatadog.findings.testkit.fault.FaultEffect;
import io.github.cameldatadog.findings.testkit.fault.Faults;
import io.github.cameldatadog.findings.testkit.history.History;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * A simulated Datadog without a network: takes a request, changes its state and decides what is to be answered, and
 * when. The same seed, clock readings and requests lead to the same decisions. Thread-safe: one lock guards everything.
 */
public final class DatadogCore {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final CoreSettings settings;
    private final RequestInspector inspector;
    private final Faults faults = new Faults();
    private final Books books;
    private final Random random;
    private final List<RequestState> requests = new ArrayList<>();
    private final Map<Long, LateEffect> lateEffects = new LinkedHashMap<>();
    private Latency latency = Latency.NONE;

    private record LateEffect(RequestState state, Inspection inspection) {}

    public DatadogCore(CoreSettings settings) {
        this.settings = settings;
        this.inspector = new RequestInspector(settings.mostBytes());
        this.random = new Random(settings.seed());
        this.books = Books.of(settings, random);
    }

    /** Which fault befalls which request. */
    public Faults faults() {
        return faults;
    }

    /** Takes a request that has arrived whole, and decides about it. */
    public synchronized Decision receive(HttpCall call) {
        Inspection inspection = inspector.inspect(call);
        long number = requests.size() + 1L;
        ReceivedRequest received =
                new ReceivedRequest(number, now(), inspection.operation(), call, inspection.violation());
        RequestState state = new RequestState(received, faults.decide(received));
        requests.add(state);
        return decide(state, inspection);
    }

    private Decision decide(RequestState state, Inspection inspection) {
        Fault fault = state.fault;
        FaultDelivery delivery = fault.delivery();
        Duration wait = delivery.delay();
        long number = state.request.number();
        Optional<HttpAnswer> answer = Optional.empty();
        Optional<Duration> lateEffectAfter = Optional.empty();
        switch (fault.effect().kind()) {
            case NONE -> answer = Optional.of(gatewayAnswer(state));
            case NORMAL, PARTIAL -> {
                wait = wait.plus(latency.of(inspection.operation(), tickets(inspection)));
                Processed processed = process(state, inspection, true);
                answer = Optional.of(fromApplication(AnswerWriter.write(processed, fault), fault));
            }
            case LATE -> {
                lateEffects.put(number, new LateEffect(state, inspection));
                lateEffectAfter = fault.effect().after();
            }
        }
        Optional<HttpAnswer> reaching = answersNothing(delivery.shape()) ? Optional.empty() : answer;
        state.answered(reaching);
        return new Decision(number, reaching, delivery, wait, lateEffectAfter);
    }

    private static boolean answersNothing(FaultDelivery.Shape shape) {
        return switch (shape) {
            case RESET, CLOSE, HANG -> true;
            case WHOLE, CUT, CUT_CHUNKED, TRICKLE -> false;
        };
    }

    private static int tickets(Inspection inspection) {
        return inspection.command().orElse(null) instanceof Command.Create create
                ? create.tickets().size()
                : 0;
    }

    private HttpAnswer gatewayAnswer(RequestState state) {
        Fault fault = state.fault;
        if (fault.answer().tooManyRequests().isPresent()) {
            HttpAnswer answer = Answers.plainError(429, "Too many requests");
            Operation operation = state.request.operation();
            return fromApplication(
                    answer.with(books.rateLimits()
                            .refusalHeaders(
                                    operation, fault.answer().tooManyRequests().get(), now())),
                    Fault.none());
        }
        return fault.answer().replacement().orElse(HttpAnswer.empty(503));
    }

    /** Adds what the application puts on every answer of its own, and gateways do not. */
    private HttpAnswer fromApplication(HttpAnswer answer, Fault fault) {
        if (fault.answer().replacement().filter(answer::equals).isPresent()) {
            return answer;
        }
        return answer.with("Date", HTTP_DATE.format(now()))
                .with("X-Request-Id", new UUID(random.nextLong(), random.nextLong()).toString());
    }

    private Processed process(RequestState state, Inspection inspection, boolean counts) {
        try {
            return processOrRefuse(state, inspection, counts);
        } catch (Refusal refusal) {
            return Processed.refused(
                    refusal.status() == 403
                            ? Answers.plainError(403, "Forbidden")
                            : Answers.error(refusal).with(books.rateLimits().headers(inspection.operation(), now())));
        }
    }

    private Processed processOrRefuse(RequestState state, Inspection inspection, boolean counts) throws Refusal {
        Operation operation = inspection.operation();
        Instant now = now();
        books.mutes().expire(now);
        if (operation == Operation.UNKNOWN) {
            throw inspection.refusal().orElseThrow();
        }
        HttpCall call = state.request.call();
        Identity caller = books.keys()
                .authorize(call.headerValues("DD-API-KEY"), call.headerValues("DD-APPLICATION-KEY"), operation);
        if (counts && !books.rateLimits().take(operation, 1, now)) {
            return Processed.refused(Answers.plainError(429, "Too many requests")
                    .with(books.rateLimits().refusalHeaders(operation, now)));
        }
        if (inspection.refusal().isPresent()) {
            throw inspection.refusal().get();
        }
        Command command = inspection.command().orElseThrow();
        Processed done = perform(state, command, new Cause(caller, now, Optional.of(state.request.number())));
        state.effectAt = Optional.of(now);
        HttpAnswer answer = done.answer().with(books.rateLimits().headers(operation, now));
        return new Processed(answer, done.document(), done.casesByTicket());
    }

    private Processed perform(RequestState state, Command command, Cause cause) throws Refusal {
        FaultEffect effect = state.fault.effect();
        int count = effect.kind() == FaultEffect.Kind.PARTIAL ? effect.tickets() : Integer.MAX_VALUE;
        if (command instanceof Command.Create create) {
            return books.application().create(create, state.fault.answer(), count, cause);
        }
        if (command instanceof Command.Change change) {
            return books.changes().perform(change, state.fault.answer().fate(0), count, cause);
        }
        if (command instanceof Command.Find find) {
            long elapsed = latency.of(find.operation(), 0).toMillis();
            return books.application().find(find, cause.at(), elapsed);
        }
        return Processed.success(200, Answers.JSON, Answers.valid(), List.of());
    }

    /** Lets a request with a late effect take it now. Without one outstanding, nothing happens. */
    public synchronized void effectuate(long requestNumber) {
        LateEffect late = lateEffects.remove(requestNumber);
        if (late != null) {
            process(late.state(), late.inspection(), false);
        }
    }

    /** Lets all outstanding late effects happen now, in the order of their requests; says how many there were. */
    public synchronized int releaseLateEffects() {
        List<Long> numbers = List.copyOf(lateEffects.keySet());
        numbers.forEach(this::effectuate);
        return numbers.size();
    }

    /** Everything that happened until now. */
    public synchronized History history() {
        return new History(
                requests.stream().map(RequestState::toRecord).toList(),
                books.cases().records(),
                books.cases().attachments());
    }

    /** Sets how long answers take. */
    public synchronized void latency(Latency latency) {
        this.latency = latency;
    }

    /** Reads or changes findings, cases, index, limits and permissions in one step that nothing comes between. */
    public synchronized <T> T inWorld(Function<World, T> action) {
        books.mutes().expire(now());
        return action.apply(new World(books, now()));
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
