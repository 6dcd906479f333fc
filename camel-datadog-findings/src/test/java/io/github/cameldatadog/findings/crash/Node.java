package io.github.cameldatadog.findings.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process of its own, as the test sees it. */
final class Node implements AutoCloseable {

    static final Duration BOUND = Duration.ofSeconds(60);

    private final Process process;
    private final Path said;

    private Node(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /**
     * @param said where what it says is written to
     * @param makesArchive whether those that are started after its end start more quickly
     */
    static Node start(NodeOrder order, Path said, boolean makesArchive) throws IOException {
        Process process = new ProcessBuilder(QuickJvm.command(NodeProcess.class, makesArchive, order.toArguments()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        return new Node(process, said);
    }

    /** At once, without a word; returns when it is gone. */
    void kill() {
        try {
            process.destroyForcibly();
            assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .as("killed")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops all of its threads where they are; returns when they stand. */
    void stop() {
        signal("STOP");
        await().atMost(BOUND).until(() -> state().startsWith("T"));
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        said("kill -" + name + " " + process.pid());
    }

    private String state() {
        return said("ps -o state= -p " + process.pid());
    }

    private static String said(String command) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as("%s: %s", command, said).isZero();
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has ended by itself, well. */
    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as("it ends:\n%s", this)
                .isTrue();
        assertThat(process.exitValue()).as("it ends well:\n%s", this).isZero();
    }

    /** Waits until it is gone, and says whether it ended well. */
    boolean awaitGone() throws InterruptedException {
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as("it ends:\n%s", this)
                .isTrue();
        return process.exitValue() == 0;
    }

    @Override
    public void close() {
        kill();
    }

    /** What it said. */
    @Override
    public String toString() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
