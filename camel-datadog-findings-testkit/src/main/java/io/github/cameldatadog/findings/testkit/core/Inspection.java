package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import java.util.Optional;

/** What the strict check found: either a command or the refusal of what is wrong. */
record Inspection(Operation operation, Optional<Command> command, Optional<Refusal> refusal) {

    Optional<String> violation() {
        return refusal.filter(Refusal::isViolation).map(Refusal::detail);
    }
}
