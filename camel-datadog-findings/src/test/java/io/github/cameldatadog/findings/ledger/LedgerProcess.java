package io.github.cameldatadog.findings.ledger;

import javax.sql.DataSource;

/** Ledgers as other processes have them, for tests in which one process stands for several. */
public final class LedgerProcess {

    private LedgerProcess() {}

    /**
     * The ledger of one start of a process.
     *
     * @param node names the process
     * @param start tells one start from another
     */
    public static JdbcTicketLedger of(DataSource database, String node, String start) {
        return new JdbcTicketLedger(new LedgerTransactions(database), new LedgerOwner(node, start), null);
    }
}
