package io.github.cameldatadog.findings;

/**
 * A process in a simulation: whatever something of it starts is of it, too. Once it is stopped, nothing of it runs any more, at
 * whatever point it was, until it is continued. For it, a crash is a stop after which nobody continues it.
 */
public final class SimulatedProcess {

    private final Simulation simulation;
    private volatile boolean stopped;

    SimulatedProcess(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Runs a task as one of this process, on the thread that calls. */
    public void run(Runnable task) {
        simulation.runIn(this, task);
    }

    /** Stops it. If the thread that calls is one of it, the call returns when the process is continued. */
    public void stop() {
        simulation.stop(this);
    }

    /** Goes on where it was; what should have happened meanwhile happens now. */
    public void resume() {
        simulation.resume(this);
    }

    public boolean isStopped() {
        return stopped;
    }

    void setStopped(boolean now) {
        stopped = now;
    }
}
