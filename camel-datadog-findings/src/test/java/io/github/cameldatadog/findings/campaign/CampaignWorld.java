package io.github.cameldatadog.findings.campaign;

import static io.github.cameldatadog.findings.campaign.Deed.What.USE_UP_CREATES;
import static io.github.cameldatadog.findings.campaign.Deed.What.USE_UP_SEARCHES;

import io.github.cameldatadog.findings.Simulation;
import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.SimulatedDatadogBuilder;
import io.github.cameldatadog.findings.testkit.core.DatadogCore;
import io.github.cameldatadog.findings.testkit.core.World;
import io.github.cameldatadog.findings.testkit.core.WorldActor;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulated Datadog of a run: set up as the plan says, with others at work. */
final class CampaignWorld {

    private static final String COLLEAGUE = "colleague";

    private final CampaignPlan plan;
    private final Simulation simulation;
    private final Instant start;
    private final CampaignTrace trace;
    private final DatadogCore datadog;
    private final List<SimulatedFinding> findings;
    private final List<DeedRecord> deeds = new ArrayList<>();
    private final Map<Operation, Integer> received = new EnumMap<>(Operation.class);

    CampaignWorld(CampaignPlan plan, Simulation simulation, CampaignTrace trace) {
        this.plan = plan;
        this.simulation = simulation;
        this.start = simulation.now();
        this.trace = trace;
        SimulatedDatadogBuilder builder =
                SimulatedDatadog.builder().seed(plan.seed()).clock(simulation::now);
        plan.sendings().forEach(one -> builder.project(project(one.number()), "P" + one.number()));
        this.datadog = new DatadogCore(builder.settings());
        this.findings =
                new FindingGenerator(plan.seed(), start.toEpochMilli()).generate(plan.findings(), FindingSize.SMALL);
        trace.name(findings.stream().map(SimulatedFinding::id).toList());
        datadog.inWorld(world -> {
            arrange(world);
            return null;
        });
    }

    /** The project in which an exchange is to make tickets. */
    String project(int exchange) {
        return "7b9c1f6e-2d34-4c58-9a0b-5e6f7a8b9c%02d"
                .formatted(plan.conditions().oneProject() ? 0 : exchange % Sending.AGAIN);
    }

    DatadogCore datadog() {
        return datadog;
    }

    List<SimulatedFinding> findings(Sending sending) {
        return findings.subList(sending.first(), sending.first() + sending.findings());
    }

    /** What others did so far. */
    List<DeedRecord> deeds() {
        return List.copyOf(deeds);
    }

    private void arrange(World world) {
        Conditions conditions = plan.conditions();
        world.rateLimit(List.of(Operation.CREATE), conditions.createLimit(), conditions.period());
        world.rateLimit(List.of(Operation.SEARCH), conditions.searchLimit(), conditions.period());
        world.indexLag(conditions.indexLag());
        for (SimulatedFinding finding : findings) {
            if (conditions.isNew(finding.id())) {
                world.indexLag(finding.id(), conditions.slowLag());
            }
            world.add(finding);
            if (conditions.isSlow(finding.id())) {
                world.indexLag(finding.id(), conditions.slowLag());
            }
        }
    }

    /** Has everything that happens at a time of its own wait for it. */
    void schedule() {
        for (Deed deed : plan.deeds()) {
            if (deed.when() instanceof Deed.At at) {
                simulation.after(at.sinceStart(), () -> simulation.start(() -> doAtAnyTime(deed)));
            }
        }
        for (Outage outage : plan.outages()) {
            if (outage.kind() == Outage.Kind.INDEX_STANDS_STILL) {
                simulation.after(outage.from(), () -> index(true));
                simulation.after(outage.to(), () -> index(false));
            }
        }
    }

    private void index(boolean held) {
        datadog.inWorld(world -> {
            if (held) {
                world.holdIndex();
            } else {
                world.releaseIndex();
            }
            return null;
        });
        trace.add(simulation.now(), held ? "the index stands still" : "the index goes on");
    }

    boolean isUnreachable() {
        return plan.outages().stream().anyMatch(one -> one.kind() == Outage.Kind.UNREACHABLE && one.isOn(sinceStart()));
    }

    /** Whether a node cannot reach the ledger's database now. */
    boolean isLedgerDown(int node) {
        return plan.outages().stream()
                .filter(one -> one.isOn(sinceStart()))
                .anyMatch(one ->
                        one.kind() == Outage.Kind.LEDGER_DOWN || one.kind() == Outage.Kind.LEDGER_CUT_OFF && node == 0);
    }

    private Duration sinceStart() {
        return Duration.between(start, simulation.now());
    }

    /** A request is about to be received: others are quicker. Says what is to befall it. */
    Fault beforeReceiving(Operation operation, List<String> findingIds) {
        int nth = received.merge(operation, 1, Integer::sum);
        if (operation == Operation.CREATE) {
            for (Deed deed : plan.deeds()) {
                if (deed.when() instanceof Deed.BeforeCreate before && before.nth() == nth) {
                    perform(deed, findingIds.get(deed.finding() % findingIds.size()));
                }
            }
        }
        Fault fault = plan.outages().stream()
                .flatMap(one -> one.of(operation, sinceStart()).stream())
                .findFirst()
                .or(() -> planned(operation, nth))
                .orElse(Fault.none());
        datadog.faults().next(operation, fault);
        return fault;
    }

    private Optional<Fault> planned(Operation operation, int nth) {
        return plan.faults().stream()
                .filter(one -> one.operation() == operation && one.nth() == nth)
                .map(PlannedFault::fault)
                .findFirst();
    }

    private void doAtAnyTime(Deed deed) {
        if (deed.finding() < findings.size()) {
            perform(deed, findings.get(deed.finding()).id());
        }
    }

    private void perform(Deed deed, String findingId) {
        String other =
                deed.other() < findings.size() ? findings.get(deed.other()).id() : findingId;
        DeedRecord done = datadog.inWorld(world -> {
            List<String> cases = perform(deed.what(), world, findingId, other);
            return new DeedRecord(world.now(), deed.what(), findingId, cases);
        });
        deeds.add(done);
        trace.add(
                done.at(), COLLEAGUE + ": " + done.what() + " " + trace.shown(findingId) + " " + keys(done.caseIds()));
    }

    private List<String> keys(List<String> caseIds) {
        return datadog.history().cases().stream()
                .filter(one -> caseIds.contains(one.id()))
                .map(CaseRecord::key)
                .toList();
    }

    /** Does it; the cases that were concerned. */
    private static List<String> perform(Deed.What what, World world, String id, String other) {
        WorldActor actor = world.actor(COLLEAGUE);
        List<CaseRecord> own = world.casesOf(id);
        List<CaseRecord> others =
                world.casesOf(other).stream().filter(CaseRecord::open).limit(1).toList();
        switch (what) {
            case PUT_ON_NEW_JIRA_CASE -> {
                return List.of(actor.attachToNewCase(CaseKind.JIRA, null, List.of(id)));
            }
            case PUT_ON_NEW_SERVICENOW_CASE -> {
                return List.of(actor.attachToNewCase(CaseKind.SERVICENOW, "mine", List.of(id)));
            }
            case PUT_ON_CASE_OF_OTHER -> others.forEach(one -> actor.attach(id, one.id()));
            case MOVE_TO_CASE_OF_OTHER -> others.forEach(one -> actor.move(id, one.id()));
            case DETACH -> actor.detach(id);
            case RESOLVE -> world.change(id, fields -> fields.put("status", "resolved"));
            case OPEN_AGAIN -> world.change(id, fields -> fields.put("status", "open"));
            case MUTE -> actor.mute(id, Optional.empty());
            case UNMUTE -> actor.unmute(id);
            case REMOVE -> world.remove(id);
            case CLOSE_CASES -> own.stream().filter(CaseRecord::open).forEach(one -> actor.close(one.id()));
            case REOPEN_CASES -> own.stream().filter(one -> !one.open()).forEach(one -> actor.reopen(one.id()));
            case USE_UP_CREATES -> world.useUp(Operation.CREATE, 3);
            case USE_UP_SEARCHES -> world.useUp(Operation.SEARCH, 3);
        }
        if (what == USE_UP_CREATES || what == USE_UP_SEARCHES) {
            return List.of();
        }
        boolean takesTwo = what == Deed.What.PUT_ON_CASE_OF_OTHER || what == Deed.What.MOVE_TO_CASE_OF_OTHER;
        return (takesTwo ? others : own).stream().map(CaseRecord::id).toList();
    }
}
