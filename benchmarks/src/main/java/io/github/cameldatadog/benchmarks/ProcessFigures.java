package io.github.cameldatadog.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one process has used until now.
 *
 * @param findings how many findings it made tickets for
 * @param requests how many requests made these tickets
 * @param workMillis how long the route took, without the start of the process
 * @param wallMillis how long the process ran, from its start
 * @param cpuMillis the processor time it used, of all its threads and of the compiler and collector
 * @param peakKilobytes the most memory it held, as Linux counts it; 0 where that is not told
 */
public record ProcessFigures(
        long findings, long requests, long workMillis, long wallMillis, long cpuMillis, long peakKilobytes) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Those of this process. */
    static ProcessFigures ofThisProcess(Posting.Made made, long workMillis) throws IOException {
        long wall = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        long cpu = ProcessorTime.nanosUsed() / 1_000_000;
        return new ProcessFigures(made.findings(), made.requests(), workMillis, wall, cpu, mostHeld());
    }

    private static long mostHeld() throws IOException {
        if (Files.notExists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    /** One line of JSON. */
    String toJson() throws JsonProcessingException {
        return MAPPER.writeValueAsString(this);
    }

    static ProcessFigures fromJson(String line) throws JsonProcessingException {
        return MAPPER.readValue(line, ProcessFigures.class);
    }
}
