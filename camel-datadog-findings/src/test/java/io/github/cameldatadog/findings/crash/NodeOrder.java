package io.github.cameldatadog.findings.crash;

import java.util.List;

/**
 * What a process is to do, as its arguments say it.
 *
 * @param node its name in the ledger, and in what it tells
 * @param momentPort where it tells which moments it has reached
 * @param ledger {@code h2:} and a file, or the address of a PostgreSQL
 * @param purges whether it begins with throwing away what is old in the ledger
 * @param silence after how many milliseconds without a sign of life it is taken for dead; 0 for the ledger's default
 * @param source {@code file:} and a folder, of which it does one file and ends; or the address of a broker, whose queue it
 *     does until it is ended
 * @param applicationKey its own
 * @param endpoint the endpoint of the component, without keys and ledger
 */
record NodeOrder(
        String node,
        int momentPort,
        String ledger,
        boolean purges,
        long silence,
        String source,
        String applicationKey,
        String endpoint) {

    static final String FILE = "file:";
    static final String H2 = "h2:";

    List<String> toArguments() {
        return List.of(
                node,
                Integer.toString(momentPort),
                ledger,
                Boolean.toString(purges),
                Long.toString(silence),
                source,
                applicationKey,
                endpoint);
    }

    static NodeOrder of(String[] arguments) {
        return new NodeOrder(
                arguments[0],
                Integer.parseInt(arguments[1]),
                arguments[2],
                Boolean.parseBoolean(arguments[3]),
                Long.parseLong(arguments[4]),
                arguments[5],
                arguments[6],
                arguments[7]);
    }

    boolean isOneFile() {
        return source.startsWith(FILE);
    }
}
