package io.github.cameldatadog.findings.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
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
