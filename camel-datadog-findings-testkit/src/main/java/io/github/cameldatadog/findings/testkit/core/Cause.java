package io.github.cameldatadog.findings.testkit.core;

import java.time.Instant;
import java.util.Optional;

/** Who changes something, when, and by which request. */
record Cause(Identity actor, Instant at, Optional<Long> requestNumber) {}
