package io.github.cameldatadog.findings.campaign;

import java.time.Instant;
import java.util.List;

/**
 * What somebody else did.
 *
 * @param caseIds the cases that it was done to
 */
record DeedRecord(Instant at, Deed.What what, String findingId, List<String> caseIds) {}
