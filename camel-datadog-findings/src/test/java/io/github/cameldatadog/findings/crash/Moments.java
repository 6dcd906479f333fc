package io.github.cameldatadog.findings.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Which moments the processes have reached, and what befalls them there. Safe for use by several threads. */
final class Moments {

    private final List<Reached> reached = new ArrayList<>();
    private final List<Ambush> ambushes = new ArrayList<>();

    /** A process has reached a moment with these findings. */
    record Reached(String node, Moment moment, List<String> findingIds) {
        Reached {
            findingIds = List.copyOf(findingIds);
        }
    }

    /** Something that is to befall a process. */
    static final class Ambush {
        private final String node;
        private final Fate fate;
        private final BooleanSupplier deed;
        private final CountDownLatch sprung = new CountDownLatch(1);
        private boolean waits;
        private int left;

        private Ambush(String node, Fate fate, BooleanSupplier deed) {
            this.node = node;
            this.fate = fate;
            this.deed = deed;
            this.waits = fate.after() == null;
            this.left = fate.occurrence();
        }

        private boolean springsAt(String who, Moment moment) {
            if (!node.equals(who)) {
                return false;
            }
            if (waits && moment == fate.at()) {
                return --left == 0;
            }
            waits |= moment == fate.after();
            return false;
        }

        /** Waits until it has happened; says whether it has. */
        boolean awaitSprung(Duration most) throws InterruptedException {
            return sprung.await(most.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isSprung() {
            return sprung.getCount() == 0;
        }
    }

    /** @param deed what is done to the process, while it waits; says whether it goes on afterwards */
    synchronized Ambush lieInWait(String node, Fate fate, BooleanSupplier deed) {
        Ambush ambush = new Ambush(node, fate, deed);
        ambushes.add(ambush);
        return ambush;
    }

    /**
     * A process has reached a moment.
     *
     * @return whether it goes on
     */
    boolean reached(String node, Moment moment, List<String> findingIds) {
        boolean goesOn = true;
        for (Ambush ambush : note(new Reached(node, moment, findingIds))) {
            goesOn &= ambush.deed.getAsBoolean();
            ambush.sprung.countDown();
        }
        return goesOn;
    }

    private synchronized List<Ambush> note(Reached one) {
        reached.add(one);
        List<Ambush> sprung = new ArrayList<>();
        for (Iterator<Ambush> all = ambushes.iterator(); all.hasNext(); ) {
            Ambush ambush = all.next();
            if (ambush.springsAt(one.node(), one.moment())) {
                all.remove();
                sprung.add(ambush);
            }
        }
        return sprung;
    }

    synchronized long count(String node, Moment moment) {
        return reached.stream()
                .filter(one -> one.node().equals(node) && one.moment() == moment)
                .count();
    }

    /** The findings with which any process has reached a moment. */
    synchronized Set<String> findings(Moment moment) {
        return reached.stream()
                .filter(one -> one.moment() == moment)
                .flatMap(one -> one.findingIds().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized String toString() {
        return reached.stream()
                .map(one -> one.node() + " " + one.moment() + " " + one.findingIds())
                .collect(Collectors.joining("\n"));
    }
}
