package io.github.cameldatadog.findings.crash;

import static io.github.cameldatadog.findings.testkit.assertions.DatadogAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.SimulatedDatadog;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.CaseRecord;
import io.github.cameldatadog.findings.testkit.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One file of findings, processes that are killed on the way, one that comes to an end, and what is to hold then. */
final class CrashRun implements AutoCloseable {

    private static final String NODE = "node";

    private final CrashStep step;
    private final CrashPlan plan;
    private final String ledger;
    private final Path folder;
    private final SimulatedDatadog datadog = SimulatedDatadog.builder().start();
    private final Moments moments = new Moments();
    private final MomentPort port = new MomentPort(moments);
    private final TappedWire wire = new TappedWire(datadog.port(), moments, key -> NODE);
    private final List<Node> lives = new ArrayList<>();
    private final List<String> ids;

    /** @param ledger the address of a PostgreSQL; null for a file */
    CrashRun(CrashStep step, CrashPlan plan, String ledger, Path folder) throws IOException {
        this.step = step;
        this.plan = plan;
        this.ledger = ledger == null ? NodeOrder.H2 + folder.resolve("ledger") : ledger;
        this.folder = folder;
        this.ids = datadog.addFindings(plan.findings());
        ids.forEach(id -> datadog.changeFinding(id, "status", "open"));
        // A second one that is shown all tickets has nothing to wait for, and may be done before it is killed.
        boolean killsASecond = step.fates(plan).size() > 1;
        if (!step.purges() && (plan.indexLags() || killsASecond)) {
            datadog.holdIndex();
        }
        List<Fault> faults = new ArrayList<>(Collections.nCopies(plan.request() - 1, Fault.none()));
        faults.add(step.fault(plan));
        datadog.faults().next(Operation.CREATE, faults.toArray(Fault[]::new));
    }

    void run() throws IOException, InterruptedException {
        putFile();
        if (step.purges()) {
            begin(false).awaitEnd();
            new OldTickets(ledger).age(scope());
            putFile();
        }
        for (Fate fate : step.fates(plan)) {
            liveAndBeKilled(fate);
            assertThat(folder.resolve("findings.ids")).as("not acknowledged").exists();
        }
        moments.lieInWait(NODE, Fate.at(Moment.SEARCH, 2), () -> {
            datadog.releaseIndex();
            return true;
        });
        Node last = begin(step.purges());
        if (step == CrashStep.NO_CRASH) {
            last.awaitGone(); // what it adds at its end, an archive of classes, is not needed
        } else {
            last.awaitEnd();
        }
        assertThat(folder.resolve(".done/findings.ids")).as("acknowledged").exists();
        check(NodeReport.of(Files.readAllBytes(folder.resolve("report.json"))));
    }

    private void putFile() throws IOException {
        Files.writeString(folder.resolve("findings.ids"), String.join("\n", ids));
    }

    private String scope() {
        return step.name() + "-" + plan.seed();
    }

    private void liveAndBeKilled(Fate fate) throws IOException, InterruptedException {
        List<Node> alive = new ArrayList<>();
        Moments.Ambush ambush;
        synchronized (alive) {
            ambush = moments.lieInWait(NODE, fate, () -> {
                synchronized (alive) {
                    alive.get(0).kill();
                }
                return false;
            });
            alive.add(begin(step.purges()));
        }
        boolean endedWell = alive.get(0).awaitGone();
        assertThat(ambush.awaitSprung(Node.BOUND) && !endedWell)
                .as("killed %s:\n%s", fate, alive.get(0))
                .isTrue();
    }

    private Node begin(boolean purges) throws IOException {
        String endpoint = "datadog-findings:servicenowTickets?baseUrl=" + wire.baseUrl()
                + "&project=" + SimulatedDatadog.PROJECT_ID
                + "&title=Crash&report=all&throwExceptionOnFailure=false&requestTimeout=10000&reconcileWindow=2000"
                + "&ledgerScope=" + scope()
                + (step.purges() ? "&lookupTickets=never" : "")
                + "&ticketsPerRequest=" + CrashPlan.TICKETS_PER_REQUEST
                + "&findingsPerTicket=" + plan.findingsPerTicket()
                + "&maxInFlight=" + plan.maxInFlight();
        NodeOrder order = new NodeOrder(
                NODE,
                port.port(),
                ledger,
                purges,
                0,
                NodeOrder.FILE + folder,
                SimulatedDatadog.APPLICATION_KEY,
                endpoint);
        Node node =
                Node.start(order, folder.resolve("life-" + (lives.size() + 1) + ".log"), step == CrashStep.NO_CRASH);
        lives.add(node);
        return node;
    }

    private void check(NodeReport report) {
        History history = datadog.history();
        assertThat(history)
                .createdAtMostOneTicketPerFinding()
                .receivedOnlyValidRequests()
                .detachedNothing();
        if (step.purges()) {
            assertThat(new OldTickets(ledger).states(scope())).containsExactly("PURGED");
        }
        assertThat(report.isBalanced()).as("balanced").isTrue();
        assertThat(report.received()).isEqualTo(ids.size());
        assertThat(report.outcomes()).containsOnlyKeys(ids);
        Set<String> ticketed = history.tickets().stream()
                .map(CaseRecord::findingIds)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        Set<String> mayHaveLeft = moments.findings(Moment.DEPARTING);
        for (String id : ids) {
            assertThat(sentTimes(history, id)).as("times %s was sent", id).isLessThanOrEqualTo(1);
            List<String> told = report.outcomes().get(id);
            assertThat(told).as(id).hasSize(1);
            if (ticketed.contains(id)) {
                assertThat(told).as(id).isSubsetOf("ticketed", "alreadyTicketed");
            } else {
                assertThat(told).as(id).containsExactly("unknown");
                assertThat(mayHaveLeft).as("unknown because it may have left").contains(id);
            }
        }
    }

    private static long sentTimes(History history, String id) {
        return history.requests(Operation.CREATE).stream()
                .filter(one -> one.request().findingIds().contains(id))
                .count();
    }

    @Override
    public void close() throws IOException {
        lives.forEach(Node::close);
        wire.close();
        port.close();
        datadog.close();
    }

    @Override
    public String toString() {
        return step + ", " + plan + ", " + ledger + ", findings " + ids + "\n" + moments + "\n"
                + lives.stream().map(Node::toString).collect(Collectors.joining("\n-- next life\n"));
    }
}
