package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.fault.Fault;

/**
 * A fault that befalls one request.
 *
 * @param nth which of the operation's requests, counted from 1 in the order of their arrival
 */
record PlannedFault(Operation operation, int nth, Fault fault) {}
