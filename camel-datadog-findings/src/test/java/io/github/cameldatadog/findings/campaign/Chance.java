package io.github.cameldatadog.findings.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What a seed decides about a plan. */
final class Chance {

    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    @SafeVarargs
    final <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    boolean at(double probability) {
        return random.nextDouble() < probability;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    Duration within(Duration most) {
        return Duration.ofMillis((long) (random.nextDouble() * most.toMillis()));
    }
}
