package io.github.cameldatadog.benchmarks;

import io.github.cameldatadog.findings.testkit.ElementShape;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import io.github.cameldatadog.findings.testkit.finding.FindingDocuments;
import io.github.cameldatadog.findings.testkit.finding.FindingGenerator;
import io.github.cameldatadog.findings.testkit.finding.FindingSize;
import io.github.cameldatadog.findings.testkit.finding.SimulatedFinding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings that both sides of a comparison get: open ones of all types, 5 to 9 KB each and 7 KB in the mean, as one
 * search answer. The same count gives the same document. Made once and kept as files.
 *
 * @param count how many findings
 * @param document the search answer
 * @param ids a JSON array of their ids
 */
public record Corpus(int count, Path document, Path ids) {

    private static final int SMALLEST = 5_000;
    private static final int LARGEST = 9_000;
    private static final long SEED = 20_260_101;
    private static final long NEWEST = 1_760_000_000_000L;

    /** The findings as files in a directory; made if they are not there. */
    public static Corpus in(Path directory, int count) throws IOException {
        Path document = directory.resolve("findings-" + count + ".json");
        Path ids = directory.resolve("finding-ids-" + count + ".json");
        if (Files.notExists(document) || Files.notExists(ids)) {
            Files.createDirectories(directory);
            write(count, document, ids);
        }
        return new Corpus(count, document, ids);
    }

    /** The files of {@code -Dbenchmarks.corpus}, or else of {@code target/corpus}. */
    static Corpus usual(int count) throws IOException {
        return in(
                Path.of(System.getProperty("benchmarks.corpus", "target/corpus"))
                        .toAbsolutePath(),
                count);
    }

    private static void write(int count, Path document, Path ids) throws IOException {
        FindingGenerator generator = new FindingGenerator(SEED, NEWEST);
        Path unfinished = Files.createTempFile(document.getParent(), "unfinished", ".json");
        List<SimulatedFinding> references = new ArrayList<>(count);
        try (BufferedWriter out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
            out.write("{\"data\":[");
            while (references.size() < count) {
                SimulatedFinding made =
                        generator.generate(1, FindingSize.REALISTIC).get(0);
                String element = element(made);
                int bytes = element.getBytes(StandardCharsets.UTF_8).length;
                if (bytes >= SMALLEST && bytes <= LARGEST) {
                    out.write(references.isEmpty() ? "" : ",");
                    out.write(element);
                    references.add(SimulatedFinding.builder(made.id()).build());
                }
            }
            out.write("],\"meta\":{\"elapsed\":12,\"status\":\"done\"}}");
        }
        Files.writeString(ids, FindingDocuments.write(references, DocumentShape.ID_ARRAY));
        Files.move(unfinished, document, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String element(SimulatedFinding made) {
        return FindingDocuments.element(
                        made.id(),
                        made.attributes().put("status", "open"),
                        made.tags(),
                        made.detectionChangedAt(0),
                        ElementShape.RECORDED)
                .toString();
    }
}
