package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever makes the tables by the page makes those that the ledger would. */
class LedgerSchemaTest {

    private static String plain(String sql) {
        return sql.replace("IF NOT EXISTS ", "")
                .replaceAll("\\s+", " ")
                .replace("( ", "(")
                .strip();
    }

    @Test
    void thePageHasTheTablesThatAreMade() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "ledger.md"));
        List<String> onThePage = Arrays.stream(page.split("```"))
                .filter(block -> block.startsWith("sql\nCREATE"))
                .flatMap(
                        block -> Arrays.stream(block.substring("sql\n".length()).split(";")))
                .map(LedgerSchemaTest::plain)
                .filter(sql -> !sql.isEmpty())
                .toList();

        assertThat(onThePage)
                .containsExactlyElementsOf(LedgerSchema.statements().stream()
                        .map(LedgerSchemaTest::plain)
                        .toList());
    }
}
