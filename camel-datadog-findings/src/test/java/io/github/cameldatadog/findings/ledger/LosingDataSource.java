package io.github.cameldatadog.findings.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source whose connections break at moments that a test chooses. */
final class LosingDataSource {

    private final DataSource real;
    private boolean losesNext;
    private boolean isDown;
    private SQLException next;
    private int downFor;
    private int lost;
    private final Deque<Before> toCome = new ArrayDeque<>();
    private final AtomicInteger undone = new AtomicInteger();

    LosingDataSource(DataSource real) {
        this.real = real;
    }

    /** The next commit takes effect, but its acknowledgement does not arrive. */
    void loseNextAcknowledgement() {
        losesNext = true;
    }

    void goDown() {
        isDown = true;
    }

    /** So many connections cannot be had. */
    void goDownFor(int connections, SQLException how) {
        downFor = connections;
        next = how;
    }

    private record Before(String words, Runnable what) {}

    /** Does something before the next statement with these words, once what was to be done before is done. */
    void beforeNext(String words, Runnable what) {
        toCome.add(new Before(words, what));
    }

    /** How many of those have not come. */
    int stillToCome() {
        return toCome.size();
    }

    /** How many transactions were rolled back. */
    int undone() {
        return undone.get();
    }

    int lost() {
        return lost;
    }

    DataSource asDataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                    if (downFor > 0) {
                        downFor--;
                        throw next;
                    }
                    if (isDown) {
                        throw new SQLNonTransientConnectionException("The database is down", "08001");
                    }
                    Object result = call(real, method, args);
                    return result instanceof Connection connection ? losing(connection) : result;
                });
    }

    private Connection losing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, args) -> {
                    if (method.getName().equals("prepareStatement")
                            && !toCome.isEmpty()
                            && String.valueOf(args[0]).contains(toCome.peek().words())) {
                        toCome.remove().what().run();
                    }
                    Object result = call(connection, method, args);
                    if (method.getName().equals("rollback") && args == null) {
                        undone.incrementAndGet();
                    }
                    if (method.getName().equals("commit") && losesNext) {
                        losesNext = false;
                        lost++;
                        connection.close();
                        throw new SQLException("The connection broke", "08006");
                    }
                    return result;
                });
    }

    private static Object call(Object on, java.lang.reflect.Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(on, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
