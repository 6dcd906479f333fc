package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.Simulation;
import io.github.cameldatadog.findings.ledger.SimulatedDatabase;
import java.util.List;
import java.util.function.Consumer;

/** What befalls the calls of one node to its ledger: the database is down, or the node dies before or after a commit. */
final class LedgerFate implements NodeLedger.Fate {

    /** One in so many calls to a database that goes down is committed, and only its answer is lost. */
    private static final int COMMITTED = 4;

    private final CampaignNode node;
    private final Simulation simulation;
    private final CampaignWorld world;
    private final SimulatedDatabase database;
    private final List<Crash> crashes;
    private final int[] calls;
    private final Consumer<Crash> death;
    private boolean answerIsLost;

    /**
     * @param crashes what may befall it
     * @param calls how many calls the node has made in all its lives
     * @param death has the node die
     */
    LedgerFate(
            CampaignNode node,
            Simulation simulation,
            CampaignWorld world,
            SimulatedDatabase database,
            List<Crash> crashes,
            int[] calls,
            Consumer<Crash> death) {
        this.node = node;
        this.simulation = simulation;
        this.world = world;
        this.database = database;
        this.crashes = crashes;
        this.calls = calls;
        this.death = death;
    }

    @Override
    public void beforeSignOfLife() {
        // Asks for the time, and thereby waits for its turn: one call at a time.
        database.show(simulation.now());
        fail();
        if (world.isLedgerDown(node.node())) {
            throw new IllegalStateException("the database is down");
        }
    }

    @Override
    public void before() {
        database.show(simulation.now());
        fail();
        calls[0]++;
        dieIfPlanned(false);
        if (world.isLedgerDown(node.node())) {
            answerIsLost = simulation.chance(COMMITTED) == 0;
            if (!answerIsLost) {
                throw new IllegalStateException("the database is down");
            }
        }
    }

    @Override
    public void after() {
        dieIfPlanned(true);
        if (answerIsLost) {
            answerIsLost = false;
            throw new IllegalStateException("the connection broke");
        }
    }

    private void dieIfPlanned(boolean done) {
        crashes.stream()
                .filter(one -> one.node() == node.node()
                        && one.when() instanceof Crash.AtLedgerCall at
                        && at.nth() == calls[0]
                        && at.done() == done)
                .findFirst()
                .ifPresent(this::die);
    }

    private void die(Crash crash) {
        simulation.world().run(() -> death.accept(crash));
        node.process().stop();
        fail();
    }

    /** What goes on after the node's death is no part of the run. */
    private void fail() {
        if (node.isDead()) {
            throw new IllegalStateException("the node is dead");
        }
    }
}
