package io.github.cameldatadog.findings.crash;

import static io.github.cameldatadog.findings.crash.Fate.at;
import static io.github.cameldatadog.findings.crash.Fate.atFirst;
import static io.github.cameldatadog.findings.crash.Fate.atFirstAfter;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import java.util.List;

/** The steps at which a process is killed, each with a number. */
enum CrashStep {
    /** None: so that all is well where nothing happens. */
    NO_CRASH(0, null) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of();
        }
    },
    CLAIM_COMMITTED(1, Moment.CLAIMED),
    SENDING_COMMITTED(2, Moment.SENDING),
    HALF_A_BODY_WRITTEN(3, Moment.HALF_A_BODY),
    BODY_WRITTEN(4, Moment.ANSWER_WITHHELD),
    HALF_AN_ANSWER_READ(5, Moment.HALF_AN_ANSWER),
    BEFORE_SETTLING(6, Moment.SETTLING),
    AMID_SETTLING(7, Moment.HALF_SETTLED),
    SETTLED_BEFORE_THE_CALLBACK(8, Moment.SETTLED) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(at(Moment.SETTLED, plan.requests()));
        }
    },
    CALLBACK_BEFORE_THE_ACKNOWLEDGEMENT(9, Moment.CALLED_BACK) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(atFirst(plan.isEven() ? Moment.CALLED_BACK : Moment.REPORTED));
        }
    },
    DURING_RECONCILIATION(10, Moment.SEARCH) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(atFirstAfter(Moment.ANSWER_LOST, Moment.SEARCH));
        }

        @Override
        Fault fault(CrashPlan plan) {
            return plan.isEven() ? Fault.resetAfterEffect() : Fault.resetBefore();
        }
    },
    TAKEOVER_COMMITTED(11, Moment.TAKEN_OVER) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(plan.leavesDoubt(), atFirst(Moment.TAKEN_OVER));
        }
    },
    LOOKING_FOR_WHAT_WAS_TAKEN_OVER(12, Moment.SEARCH) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(plan.leavesDoubt(), atFirstAfter(Moment.TAKEN_OVER, Moment.SEARCH));
        }
    },
    BEFORE_SETTLING_WHAT_WAS_TAKEN_OVER(13, Moment.SETTLING) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(plan.leavesDoubt(), atFirstAfter(Moment.TAKEN_OVER, Moment.SETTLING));
        }
    },
    PURGE(14, Moment.PURGING) {
        @Override
        List<Fate> fates(CrashPlan plan) {
            return List.of(at(plan.isEven() ? Moment.PURGED : Moment.PURGING, plan.request()));
        }

        @Override
        boolean purges() {
            return true;
        }
    };

    private final int number;
    private final Moment moment;

    CrashStep(int number, Moment moment) {
        this.number = number;
        this.moment = moment;
    }

    /** What kills the first process, the one after it, and so on; the one after that does the rest. */
    List<Fate> fates(CrashPlan plan) {
        return List.of(at(moment, plan.request()));
    }

    /**
     * Whether all was ticketed long ago, and is thrown away from the ledger when the file comes once more; nobody looks then but
     * because of that.
     */
    boolean purges() {
        return false;
    }

    /** What goes wrong with the request that the plan names. */
    Fault fault(CrashPlan plan) {
        return Fault.none();
    }

    @Override
    public String toString() {
        return number + " " + name();
    }
}
