package io.github.cameldatadog.examples.scheduledquery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node of a cluster in a process of its own, which does not outlive this one. */
final class NodeProcess implements AutoCloseable {

    private static final long MOST_SECONDS = 60;

    private final Process process;
    private final Thread reader;

    /**
     * Starts it.
     *
     * @param options what is given to {@link ScheduledQuery}
     * @param heard is told each line it says
     */
    NodeProcess(List<String> options, Consumer<String> heard) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ScheduledQuery.class.getName()));
        command.addAll(options);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(() -> read(heard));
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> heard) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(heard);
        } catch (IOException | UncheckedIOException e) {
            // It was killed amid a line.
        }
    }

    /** Ends it at once, without a word; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    /** Lets it end in order, and says its exit code. */
    int end() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        return await();
    }

    private int await() throws InterruptedException {
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("A node does not end");
        }
        reader.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
