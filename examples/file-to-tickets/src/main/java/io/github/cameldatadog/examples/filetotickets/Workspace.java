package io.github.cameldatadog.examples.filetotickets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The folders that files go through.
 *
 * @param root the folder that holds the others; absolute
 */
record Workspace(Path root) {

    private static final String SAMPLE = "sample-findings.json";

    /** The workspace in that folder, which is made if need be. */
    static Workspace in(Path folder) throws IOException {
        Workspace workspace = new Workspace(folder.toAbsolutePath().normalize());
        Files.createDirectories(workspace.inbox());
        return workspace;
    }

    Path inbox() {
        return root.resolve("inbox");
    }

    Path done() {
        return root.resolve("done");
    }

    Path failed() {
        return root.resolve("failed");
    }

    Path reports() {
        return root.resolve("reports");
    }

    /** Copies the sample into the inbox, whole or not at all: files whose names begin with a dot are not picked up. */
    void addSample() throws IOException {
        Path unfinished = inbox().resolve("." + SAMPLE);
        try (InputStream sample = Workspace.class.getResourceAsStream("/samples/" + SAMPLE)) {
            Files.copy(sample, unfinished, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(unfinished, inbox().resolve(SAMPLE), StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many files wait in the inbox: those the route picks up. */
    int waiting() throws IOException {
        try (Stream<Path> files = Files.list(inbox())) {
            return (int) files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.endsWith(".camelLock"))
                    .count();
        }
    }
}
