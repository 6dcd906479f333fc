package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.BodyKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes a plan of a seed. */
final class PlanGenerator {

    /** Up to which request of an operation faults are planned. */
    private static final int REQUESTS = 200;

    private static final List<Outage.Kind> WITHOUT_LEDGER = Arrays.stream(Outage.Kind.values())
            .filter(kind -> !kind.isOfLedger())
            .toList();

    private static final int MANY = 10_000;
    private static final int MOST_FINDINGS = 250;
    private static final Duration BETWEEN_RESENDS = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMinutes(1);
    private static final Duration WHOLE_TIME = Duration.ofMinutes(5);

    private final long seed;
    private final Chance chance;

    /** Whether a look is always answered with what is. Only then can it be known that a refused request made tickets. */
    private final boolean lookIsSure;

    /** Whether it is always clear what a request made, so that nothing may end in doubt. */
    private final boolean nothingHidden;

    /** Whether nobody disturbs, so that all that took effect is found out as soon as the index shows it. */
    private final boolean calm;

    /** Whether much is in doubt, and what the index shows is often enough to send it again. */
    private final boolean resends;

    /** Whether the same findings come again and again, while others close their cases. */
    private final boolean comesAgain;

    private final SetUp setUp;
    private final boolean crashes;

    /** Whether all that those made who died has to be found out. */
    private final boolean deathsAreFoundOut;

    private PlanGenerator(long seed) {
        this.seed = seed;
        this.chance = new Chance(seed);
        this.lookIsSure = chance.oneIn(4);
        this.nothingHidden = chance.oneIn(4);
        this.calm = !lookIsSure && chance.oneIn(4);
        this.resends = calm && chance.oneIn(2);
        this.comesAgain = !calm && chance.oneIn(5);
        boolean durable = chance.oneIn(2);
        boolean two = chance.oneIn(2);
        boolean named = chance.oneIn(2);
        this.setUp = durable ? new SetUp(true, two ? 2 : 1, named) : SetUp.ALONE;
        this.crashes = durable && chance.oneIn(2);
        this.deathsAreFoundOut = crashes && calm && !resends;
    }

    static CampaignPlan plan(long seed) {
        return new PlanGenerator(seed).plan();
    }

    private CampaignPlan plan() {
        Conditions conditions = conditions();
        List<Sending> sendings = sendings();
        return new CampaignPlan(
                seed,
                setUp,
                conditions,
                sendings,
                faults(),
                outages(),
                deeds(findings(sendings)),
                stops(sendings),
                crashes());
    }

    private List<Crash> crashes() {
        List<Crash> all = new ArrayList<>();
        int count = crashes ? chance.pick(1, 1, 2) : 0;
        for (int i = 0; i < count; i++) {
            Crash.Moment when = chance.oneIn(2)
                    ? new Crash.At(chance.within(chance.pick(Duration.ofSeconds(5), WHOLE_TIME)))
                    : new Crash.AtLedgerCall(1 + chance.upTo(chance.pick(8, 40)), chance.oneIn(2));
            Duration after = chance.within(chance.pick(Duration.ofSeconds(2), Duration.ofMinutes(3)));
            all.add(new Crash(chance.upTo(setUp.nodes() - 1), when, chance.oneIn(2), after, chance.oneIn(4)));
        }
        return all;
    }

    private Conditions conditions() {
        boolean oneProject = chance.oneIn(2);
        int createLimit = chance.pick(2, 10, 100, 1000);
        Duration period = Duration.ofSeconds(chance.pick(1, 10, 60, 300));
        if (lookIsSure) {
            return new Conditions(
                    oneProject, Duration.ZERO, 0, Duration.ZERO, 0, 0, createLimit, Conditions.NO_LIMIT, period);
        }
        if (deathsAreFoundOut) {
            Duration lag = Duration.ofSeconds(chance.pick(0, 5, 60, 110));
            return new Conditions(oneProject, lag, 0, lag, 0, 0, createLimit, Conditions.NO_LIMIT, period);
        }
        if (resends) {
            return new Conditions(
                    oneProject,
                    Duration.ofSeconds(chance.pick(0, 5, 30)),
                    chance.pick(0, 0, 20),
                    Duration.ofMinutes(10),
                    chance.pick(0, 20, 50),
                    0,
                    createLimit,
                    Conditions.NO_LIMIT,
                    period);
        }
        return new Conditions(
                oneProject,
                Duration.ofSeconds(chance.pick(0, 0, 5, 60, 300)),
                chance.pick(0, 0, 5, 50),
                Duration.ofSeconds(chance.pick(2, 30, 600)),
                chance.pick(0, 0, 10),
                calm ? 0 : chance.pick(0, 0, 5, 30),
                createLimit,
                chance.pick(5, 30, 1000),
                period);
    }

    private List<Sending> sendings() {
        int count = 1 + chance.upTo(5);
        boolean share = comesAgain || chance.oneIn(2);
        List<Sending> all = new ArrayList<>();
        int next = 0;
        for (int number = 0; number < count; number++) {
            int findings = chance.pick(0, 1, 4, 10, 10, 60, 120, MOST_FINDINGS);
            int first = share ? shared(all, findings) : next;
            all.add(sending(number, first, findings));
            next += findings;
        }
        return all;
    }

    /** Often the same findings come again, as they do when a batch is started twice. */
    private int shared(List<Sending> before, int findings) {
        int anywhere = chance.upTo(MOST_FINDINGS - findings);
        boolean same = !before.isEmpty() && (comesAgain || chance.oneIn(2));
        return same ? Math.min(chance.pick(before).first(), MOST_FINDINGS - findings) : anywhere;
    }

    private Sending sending(int number, int first, int findings) {
        BodyKind kind = chance.pick(BodyKind.values());
        DocumentShape shape = chance.pick(DocumentShape.values());
        int repeated = Math.min(findings, chance.upTo(3));
        int invalid = kind.canHoldUnusable(shape) ? chance.upTo(2) : 0;
        Map<String, String> options = SendingOptions.by(chance, lookIsSure, calm, comesAgain);
        if (resends) {
            options.put("onUnknown", "resend");
            options.remove("reconcileWindow");
        }
        if (deathsAreFoundOut) {
            options.put("onUnknown", chance.pick("reconcile", "reconcile", "resend"));
            options.put("title", "Of exchange " + number);
            options.remove("reconcileWindow");
            options.remove("dryRun");
        }
        int redeliveries = chance.pick(0, 0, 1, 2);
        Duration after = chance.within(Duration.ofMillis(chance.pick(1, 5_000, 120_000)));
        Duration since =
                comesAgain || resends ? (resends ? BETWEEN_RESENDS : BETWEEN).multipliedBy(number) : Duration.ZERO;
        return new Sending(
                number,
                kind,
                shape,
                first,
                findings,
                repeated,
                invalid,
                options,
                redeliveries,
                since.plus(after),
                chance.upTo(1));
    }

    private List<PlannedFault> faults() {
        if (resends) {
            return faults(Operation.CREATE, 0.4, CampaignFaults.WITHOUT_ANSWER);
        }
        List<Fault> ofCreates = nothingHidden ? CampaignFaults.thatHideNothing() : CampaignFaults.ofCreates(lookIsSure);
        List<PlannedFault> all = new ArrayList<>(faults(Operation.CREATE, chance.pick(0.0, 0.1, 0.4, 0.7), ofCreates));
        double ofSearches = lookIsSure || calm ? 0 : chance.pick(0.0, 0.1, 0.3);
        all.addAll(faults(Operation.SEARCH, ofSearches, CampaignFaults.OF_EITHER));
        return all;
    }

    private List<PlannedFault> faults(Operation operation, double probability, List<Fault> choice) {
        List<PlannedFault> all = new ArrayList<>();
        for (int nth = 1; nth <= REQUESTS; nth++) {
            if (chance.at(probability)) {
                all.add(new PlannedFault(operation, nth, chance.pick(choice)));
            }
        }
        return all;
    }

    private List<Outage> outages() {
        List<Outage> all = new ArrayList<>();
        int count = lookIsSure || calm ? 0 : chance.pick(0, 0, 1, 3);
        for (int i = 0; i < count; i++) {
            Duration from = chance.within(WHOLE_TIME);
            Duration length = chance.within(chance.pick(WHOLE_TIME, Duration.ofSeconds(20)));
            Outage outage = new Outage(chance.pick(WITHOUT_LEDGER), from, from.plus(length));
            if (!nothingHidden || outage.kind() != Outage.Kind.CREATE_DOWN) {
                all.add(outage);
            }
        }
        if (setUp.durable() && !calm && chance.oneIn(3)) {
            Duration from = chance.within(chance.pick(WHOLE_TIME, Duration.ofSeconds(2)));
            Duration length = chance.within(chance.pick(WHOLE_TIME, Duration.ofSeconds(2)));
            Outage.Kind kind = chance.pick(Outage.Kind.LEDGER_DOWN, Outage.Kind.LEDGER_CUT_OFF);
            all.add(new Outage(kind, from, from.plus(length)));
        }
        return all;
    }

    private static int findings(List<Sending> sendings) {
        return sendings.stream()
                .mapToInt(one -> one.first() + one.findings())
                .max()
                .orElse(0);
    }

    private List<Deed> deeds(int findings) {
        if (calm) {
            return List.of();
        }
        List<Deed.What> choice = Arrays.stream(Deed.What.values())
                .filter(what -> !comesAgain || what == Deed.What.CLOSE_CASES || what == Deed.What.REOPEN_CASES)
                .filter(what -> !lookIsSure || !what.takesOff() && what != Deed.What.USE_UP_SEARCHES)
                .toList();
        List<Deed> all = new ArrayList<>();
        int atAnyTime = comesAgain ? 150 : chance.pick(0, 0, 10, 40);
        for (int i = 0; i < atAnyTime; i++) {
            all.add(deed(new Deed.At(chance.within(WHOLE_TIME)), choice, findings));
        }
        int beforeCreates = chance.pick(0, 0, 3, 15);
        for (int i = 0; i < beforeCreates; i++) {
            all.add(deed(new Deed.BeforeCreate(1 + chance.upTo(20)), choice, findings));
        }
        return all;
    }

    private Deed deed(Deed.Moment when, List<Deed.What> choice, int findings) {
        Deed.What what = chance.pick(choice);
        int finding = chance.upTo(MANY);
        int other = chance.upTo(MANY) % Math.max(1, findings);
        return new Deed(when, what, when instanceof Deed.At ? finding % Math.max(1, findings) : finding, other);
    }

    private List<Stop> stops(List<Sending> sendings) {
        if (lookIsSure || calm || crashes || !chance.oneIn(5)) {
            return List.of();
        }
        if (chance.oneIn(2)) {
            return List.of(new Stop(chance.within(WHOLE_TIME), Stop.CONTEXT));
        }
        List<Stop> all = new ArrayList<>();
        for (Sending sending : sendings) {
            if (chance.oneIn(2)) {
                Duration after = chance.within(chance.pick(Duration.ofSeconds(2), Duration.ofMinutes(1)));
                all.add(new Stop(sending.after().plus(after), sending.number()));
            }
        }
        return all;
    }
}
