package io.github.cameldatadog.findings;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.support.DefaultThreadPoolFactory;

/** Gives a context the threads of a simulation wherever it asks for a cached pool. */
public final class SimulatedThreads extends DefaultThreadPoolFactory {

    private final Simulation simulation;

    public SimulatedThreads(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threadFactory) {
        return simulation.executor();
    }
}
