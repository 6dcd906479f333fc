package io.github.cameldatadog.findings.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A ledger in a file, for one process that has no database: it outlives the process, and what was written is on the disk when
 * the call returns. A second process is refused. When a process opens the file, an earlier one is gone: what that one claimed is
 * free, and what it was sending is in doubt, at once.
 *
 * <p>It needs H2 ({@code com.h2database:h2}) on the class path. The file can be read with H2's own tools while no process has it
 * open. Safe for use by several threads.
 */
public class EmbeddedTicketLedger extends JdbcTicketLedger implements AutoCloseable {

    /** One start of a process: all ledgers on the same file in it are of the same owner. */
    private static final LedgerOwner OWNER =
            new LedgerOwner("embedded", ProcessHandle.current().pid() + "-" + UUID.randomUUID());

    private static final int CONNECTIONS = 16;

    /** H2 itself writes what was committed a moment later, and leaves it to the system when that is on the disk. */
    private static final String ON_THE_DISK = "CHECKPOINT SYNC";

    /** Else a thread that is interrupted while it reads or writes, as at a shutdown, closes the file for all. */
    private static final String NOT_CLOSED_BY_INTERRUPTS = "async";

    private final Path file;
    private final JdbcConnectionPool pool;

    /**
     * Opens the ledger, or begins one.
     *
     * @param file where it is, without an extension: H2 adds {@code .mv.db}
     * @throws IllegalStateException if another process has it open, or it cannot be read
     */
    public EmbeddedTicketLedger(Path file) {
        this(file, NOT_CLOSED_BY_INTERRUPTS);
    }

    /** @param files H2's name of the file system that the file is in */
    EmbeddedTicketLedger(Path file, String files) {
        this(file, open(file, files));
    }

    /** As {@link #EmbeddedTicketLedger(Path)}, for configuration that has no paths. */
    public EmbeddedTicketLedger(String file) {
        this(Path.of(file));
    }

    private EmbeddedTicketLedger(Path file, JdbcConnectionPool pool) {
        super(new LedgerTransactions(pool, ON_THE_DISK, LedgerTransactions.Pause.NONE), OWNER, null);
        this.file = file;
        this.pool = pool;
    }

    private static JdbcConnectionPool open(Path file, String files) {
        Objects.requireNonNull(file, "file");
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + files + ":" + escaped(file.toAbsolutePath()) + ";LOCK_TIMEOUT=10000");
        source.setUser("sa");
        source.setPassword("");
        check(file, source);
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(CONNECTIONS);
        return pool;
    }

    /** A path may hold what ends the path in H2's address. */
    private static String escaped(Path file) {
        if (file.toString().contains(";")) {
            throw new IllegalArgumentException(
                    "The ledger's file " + file + " has a ';' in its path, which H2 cannot open");
        }
        return file.toString();
    }

    /** All that may be wrong with a file shows before there is a pool, which would keep it open. */
    private static void check(Path file, DataSource source) {
        try (Connection connection = source.getConnection()) {
            connection.isReadOnly();
            new LedgerTransactions(source, null, LedgerTransactions.Pause.NONE).run("prepare its tables", another -> {
                LedgerSchema.prepare(another);
                return null;
            });
        } catch (SQLException e) {
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                throw new IllegalStateException(
                        "The ledger " + file
                                + " is open in another process. One process at a time can use it: give each its"
                                + " own findings and its own ledger, or let them share one in PostgreSQL",
                        e);
            }
            throw new IllegalStateException("The ledger " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Closes the file. What was written stays. */
    @Override
    public void close() {
        pool.dispose();
    }

    @Override
    public String toString() {
        return "EmbeddedTicketLedger[" + file + "]";
    }
}
