package io.github.cameldatadog.findings.campaign;

import java.util.Optional;

/** Takes assertions for a rule. */
final class Asserted {

    private Asserted() {}

    /** What the assertions say; nothing if they hold. */
    static Optional<String> broken(String of, Runnable assertions) {
        try {
            assertions.run();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(of + ": " + e.getMessage().strip());
        }
    }
}
