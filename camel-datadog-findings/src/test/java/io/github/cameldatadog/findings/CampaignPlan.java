package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.testkit.RateLimitHeaders;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What one run of the campaign does, all of it decided by its seed. */
final class CampaignPlan {

    private static final List<String> FIELDS =
            List.of("none", "finding", "rule.id", "severity", "rule.id,service.name");

    private final Random random;
    final long seed;
    final int exchanges;
    final boolean shareFindings;

    /** Whether a look is always answered with what is. Only then can it be known that a refused request made tickets. */
    final boolean lookIsSure;

    final double createFaults;
    final double searchFaults;
    final int refusedInHundred;
    final Duration indexLag;
    final int actions;
    final int createLimit;
    final int searchLimit;
    final Duration period;

    CampaignPlan(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        exchanges = 1 + random.nextInt(6);
        shareFindings = random.nextInt(4) == 0;
        lookIsSure = random.nextInt(4) == 0;
        createFaults = pick(0.0, 0.1, 0.4, 0.7);
        searchFaults = lookIsSure ? 0 : pick(0.0, 0.1, 0.3);
        refusedInHundred = lookIsSure ? 0 : pick(0, 0, 5, 30);
        indexLag = Duration.ofSeconds(lookIsSure ? 0 : pick(0, 0, 5, 60, 300));
        actions = pick(0, 0, 10, 40);
        createLimit = pick(2, 10, 100, 1000);
        searchLimit = lookIsSure ? 1_000_000 : pick(5, 30, 1000);
        period = Duration.ofSeconds(pick(1, 10, 60, 300));
    }

    /** One exchange. */
    record Sending(
            BodyKind kind,
            DocumentShape shape,
            int findings,
            int repeated,
            int invalid,
            boolean dryRun,
            String options,
            int redeliveries,
            Duration after) {

        /** Whether the body is gone once it was read, so that it may be left off in the middle. */
        boolean canBeReadOnce() {
            return switch (kind) {
                case STREAM, READER, ITERATOR, JAVA_STREAM -> true;
                default -> false;
            };
        }
    }

    List<Sending> sendings() {
        List<Sending> all = new ArrayList<>();
        for (int i = 0; i < exchanges; i++) {
            BodyKind kind = pick(BodyKind.values());
            DocumentShape shape = pick(DocumentShape.values());
            boolean dryRun = random.nextInt(20) == 0;
            int invalid = kind.canHoldUnusable(shape) ? random.nextInt(3) : 0;
            all.add(new Sending(
                    kind,
                    shape,
                    pick(0, 1, 7, 60, 150, 300),
                    random.nextInt(4),
                    invalid,
                    dryRun,
                    options(dryRun),
                    pick(0, 0, 1, 2),
                    Duration.ofMillis(random.nextInt(pick(1, 5_000, 120_000)))));
        }
        return all;
    }

    private String options(boolean dryRun) {
        StringBuilder options = new StringBuilder("report=all&dryRun=" + dryRun);
        add(options, "groupBy", pick(FIELDS.toArray(String[]::new)));
        add(options, "findingsPerTicket", pick(1, 3, 10, 50));
        add(options, "ticketsPerRequest", pick(1, 2, 10, 50));
        add(options, "maxOpenGroups", pick(1, 5, 10_000));
        add(options, "maxInFlight", pick(1, 2, 4, 9));
        add(options, "alreadyTicketed", pick("skip", "skip", "skip", "move", "fail"));
        add(options, "resolvedFindings", pick("skip", "skip", "send"));
        add(options, "requestTimeout", pick(2_000, 20_000, 60_000));
        add(options, "maxRetries", pick(0, 2, 10));
        add(options, "retryBudget", pick(0, 3_000, 300_000));
        add(options, "validateFirst", random.nextBoolean());
        add(options, "priority", pick("severity", "P2"));
        if (lookIsSure) {
            add(options, "lookupTickets", pick("missing", "always"));
        } else if (random.nextInt(3) == 0) {
            add(options, "lookupTickets", pick("missing", "always", "never"));
        }
        if (random.nextInt(3) == 0) {
            add(options, "payloadMaxAge", pick(0, 1_000, 30_000));
        }
        if (!lookIsSure && random.nextInt(4) == 0) {
            add(options, "exchangeTimeout", pick(500, 10_000, 120_000));
        }
        if (random.nextInt(3) == 0) {
            add(options, "throwExceptionOnFailure", false);
        }
        if (random.nextBoolean()) {
            add(options, "title", "${body.size} x ${body.field('severity')}");
        }
        return options.toString();
    }

    private static void add(StringBuilder options, String name, Object value) {
        options.append('&').append(name).append('=').append(value);
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    static Fault[] faultsOfSearches() {
        return new Fault[] {
            Fault.resetBefore(),
            Fault.closeBefore(),
            Fault.closeAfterEffect(),
            Fault.htmlPage(502),
            Fault.htmlPage(429),
            Fault.status(500),
            Fault.plainTextError(503, "Service Unavailable"),
            Fault.errorStrings(400, "Bad Request"),
            Fault.cutAnswer(),
            Fault.cutChunkedAnswer(),
            Fault.trickle(Duration.ofMillis(1)),
            Fault.trickle(Duration.ofMillis(100)),
            Fault.hang(),
            Fault.delay(Duration.ofSeconds(1)),
            Fault.delay(Duration.ofSeconds(30)),
            Fault.garbage(),
            Fault.gzip(),
            Fault.unknownMembers(),
            Fault.nullMembers(),
            Fault.successStatus(204),
            Fault.tooManyRequests(),
            Fault.tooManyRequests(RateLimitHeaders.ABSENT),
            Fault.tooManyRequests(RateLimitHeaders.RETRY_AFTER),
            Fault.redirect(302, "http://127.0.0.1:1/elsewhere"),
        };
    }

    Fault[] faultsOfCreates() {
        List<Fault> all = new ArrayList<>(List.of(faultsOfSearches()));
        all.addAll(List.of(
                Fault.resetAfterEffect(),
                Fault.htmlPage(503).afterEffect(),
                Fault.htmlPage(504).afterEffect(),
                Fault.statusAfterEffect(500),
                Fault.cutAnswer(40),
                Fault.hangAfterEffect(),
                Fault.lateEffect(),
                Fault.lateEffect(Duration.ofMillis(1_900)),
                Fault.lateEffect(Duration.ofSeconds(90)),
                Fault.partialEffect(0, 404),
                Fault.partialEffect(1, 500),
                Fault.serviceNowFailed(1),
                Fault.serviceNowFailed(),
                Fault.serviceNowPending(),
                Fault.serviceNowAbsent(0, 3),
                Fault.missingCase(0),
                Fault.missingCase(2),
                Fault.missingInsight(0),
                Fault.error(404, "Not Found", "finding not found"),
                Fault.error(404, "Not Found", "project not found"),
                Fault.error(422, "Unprocessable Entity", "not now"),
                Fault.status(413)));
        if (lookIsSure) {
            all.addAll(List.of(Fault.partialEffect(1, 404), Fault.partialEffect(3, 400), Fault.partialEffect(2, 422)));
        } else {
            // It stops the exchange, and a look that another batch has begun is called off.
            all.add(Fault.error(403, "Forbidden", "missing permission"));
        }
        return all.toArray(Fault[]::new);
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + exchanges + " exchanges" + (shareFindings ? " that share findings" : "")
                + (lookIsSure ? ", a look that is sure" : "")
                + ", faults " + createFaults + " and " + searchFaults + ", refused " + refusedInHundred + "%, lag "
                + indexLag + ", " + actions + " actions of others, limits " + createLimit + " and " + searchLimit
                + " in "
                + period;
    }
}
