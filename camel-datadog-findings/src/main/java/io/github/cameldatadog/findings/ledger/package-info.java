/** Ledgers: what keeps a finding from being put on two tickets. */
package io.github.cameldatadog.findings.ledger;
