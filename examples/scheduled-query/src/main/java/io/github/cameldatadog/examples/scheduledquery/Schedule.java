package io.github.cameldatadog.examples.scheduledquery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;

/** Makes the Quartz scheduler on which the route polls, in memory or clustered, and lets it tell of its firings. */
final class Schedule extends StdSchedulerFactory {

    private final Firings firings;

    private Schedule(Properties properties, Firings firings) throws SchedulerException {
        super(properties);
        this.firings = firings;
    }

    /** For one node. A restart forgets it, and begins it anew. */
    static Schedule inMemory(Firings firings) throws SchedulerException {
        return new Schedule(read("quartz.properties"), firings);
    }

    /**
     * For several nodes, each of which makes its own: of each firing, one of them is given charge.
     *
     * @param database the JDBC URL of a PostgreSQL that has Quartz's tables
     */
    static Schedule clustered(String database, Firings firings) throws SchedulerException {
        Properties properties = read("quartz-cluster.properties");
        properties.setProperty("org.quartz.dataSource.postgres.URL", database);
        return new Schedule(properties, firings);
    }

    private static Properties read(String name) {
        Properties properties = new Properties();
        try (InputStream from = Schedule.class.getResourceAsStream("/schedule/" + name)) {
            properties.load(from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    @Override
    public Scheduler getScheduler() throws SchedulerException {
        Scheduler scheduler = super.getScheduler();
        scheduler.getListenerManager().addTriggerListener(firings);
        return scheduler;
    }
}
