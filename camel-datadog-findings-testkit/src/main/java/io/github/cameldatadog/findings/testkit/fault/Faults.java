package io.github.cameldatadog.findings.testkit.fault;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Says which fault befalls which request. Asked in this order, the first that answers decides: the script of the
 * request's operation ({@link #next}), the rules ({@link #when}), what is always so ({@link #always}), and chance
 * ({@link #chance}). Every request of an operation takes one step of its script, be it valid or not. Thread-safe.
 */
public final class Faults {

    private final Map<Operation, Deque<Fault>> scripts = new EnumMap<>(Operation.class);
    private final Map<Operation, Fault> constant = new EnumMap<>(Operation.class);
    private final List<Rule> rules = new ArrayList<>();
    private final List<Chance> chances = new ArrayList<>();

    private record Rule(Predicate<ReceivedRequest> condition, Fault fault) {}

    private record Chance(Operation operation, RandomGenerator random, double probability, List<Fault> faults) {}

    /** Appends to the script of an operation: each coming request takes the next fault. */
    public synchronized Faults next(Operation operation, Fault... faults) {
        scripts.computeIfAbsent(operation, key -> new ArrayDeque<>()).addAll(List.of(faults));
        return this;
    }

    /** Every request of that operation meets this fault, until {@link #clear}. */
    public synchronized Faults always(Operation operation, Fault fault) {
        constant.put(operation, fault);
        return this;
    }

    /** Every request that fulfils the condition meets this fault, until {@link #clear}. */
    public synchronized Faults when(Predicate<ReceivedRequest> condition, Fault fault) {
        rules.add(new Rule(condition, fault));
        return this;
    }

    /**
     * Requests of every operation meet one of these faults by chance.
     *
     * @param seed the same seed makes the same faults, for the same requests in the same order
     * @param probability from 0 to 1
     */
    public synchronized Faults chance(long seed, double probability, Fault... faults) {
        return addChance(null, seed, probability, faults);
    }

    /** As {@link #chance(long, double, Fault...)}, for one operation. */
    public synchronized Faults chance(Operation operation, long seed, double probability, Fault... faults) {
        return addChance(operation, seed, probability, faults);
    }

    private Faults addChance(Operation operation, long seed, double probability, Fault... faults) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be from 0 to 1 but is " + probability);
        }
        if (faults.length == 0) {
            throw new IllegalArgumentException("chance needs at least one fault to choose from");
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        chances.add(new Chance(operation, random, probability, List.of(faults)));
        return this;
    }

    /** Nothing goes wrong any more. */
    public synchronized Faults clear() {
        scripts.clear();
        constant.clear();
        rules.clear();
        chances.clear();
        return this;
    }

    /** How many steps of an operation's script no request has taken yet. */
    public synchronized int remaining(Operation operation) {
        Deque<Fault> script = scripts.get(operation);
        return script == null ? 0 : script.size();
    }

    /** Decides for one request, taking a step of the script. Called once for each request by the simulation. */
    public synchronized Fault decide(ReceivedRequest request) {
        Deque<Fault> script = scripts.get(request.operation());
        if (script != null && !script.isEmpty()) {
            return script.remove();
        }
        for (Rule rule : rules) {
            if (rule.condition().test(request)) {
                return rule.fault();
            }
        }
        Fault always = constant.get(request.operation());
        return always != null ? always : byChance(request.operation());
    }

    private Fault byChance(Operation operation) {
        for (Chance chance : chances) {
            boolean concerned = chance.operation() == null || chance.operation() == operation;
            if (concerned && chance.random().nextDouble() < chance.probability()) {
                return chance.faults()
                        .get(chance.random().nextInt(chance.faults().size()));
            }
        }
        return Fault.none();
    }
}
