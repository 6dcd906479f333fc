package io.github.cameldatadog.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** In which form a document comes as a body. */
public enum BodyKind {
    FILE {
        @Override
        Object of(Path document) {
            return document.toFile();
        }
    },
    BYTES {
        @Override
        Object of(Path document) throws IOException {
            return Files.readAllBytes(document);
        }
    },
    TEXT {
        @Override
        Object of(Path document) throws IOException {
            return Files.readString(document, StandardCharsets.UTF_8);
        }
    };

    abstract Object of(Path document) throws IOException;
}
