package io.github.cameldatadog.findings.campaign;

/**
 * Where the component runs, and what it remembers in.
 *
 * @param durable whether the ledger is in a database that outlives its processes, else in the memory of each
 * @param nodes how many nodes there are, each with a context and a process of its own; they share the database
 * @param named whether the nodes have names in the ledger, so that a successor is known to be one
 */
record SetUp(boolean durable, int nodes, boolean named) {

    /** One context that remembers for itself. */
    static final SetUp ALONE = new SetUp(false, 1, false);

    SetUp withNodes(int count) {
        return new SetUp(durable, count, named);
    }

    SetUp withNames(boolean with) {
        return new SetUp(durable, nodes, with);
    }
}
