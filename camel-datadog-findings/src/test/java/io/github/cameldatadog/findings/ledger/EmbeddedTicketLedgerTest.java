package io.github.cameldatadog.findings.ledger;

import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.CASE;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.SCOPE;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.draft;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.end;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in a file. */
class EmbeddedTicketLedgerTest {

    @TempDir
    Path folder;

    private static Intent intent(String id) {
        return new Intent(SCOPE, id, "exchange " + id);
    }

    @Test
    void whatWasWrittenIsThereWhenTheFileIsOpenedAgain() {
        Path file = folder.resolve("ledger");
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            ledger.settle(intent("1"), List.of(end(End.TICKETED, "a")));
        }

        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file.toString())) {
            assertThat(ledger.claim(intent("2"), wanted("a")).get("a").on()).isEqualTo(CASE);
        }
    }

    @Test
    void anotherContextOfTheSameProcessSharesItAndTakesNothingOver() {
        Path file = folder.resolve("ledger");
        try (EmbeddedTicketLedger one = new EmbeddedTicketLedger(file);
                EmbeddedTicketLedger other = new EmbeddedTicketLedger(file)) {
            Intent intent = intent("1");
            one.claim(intent, wanted("a", "b"));
            one.sending(intent, draft("a"));

            assertThat(other.claim(intent("2"), wanted("a", "b"))).containsOnlyKeys("a", "b");
            assertThat(other.takeOverAny(intent("2"), 10)).isEmpty();
        }
    }

    @Test
    void aSecondProcessIsRefusedWithASentence() throws Exception {
        Path file = folder.resolve("ledger");
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            assertThat(inAnotherProcess(file))
                    .contains("is open in another process. One process at a time can use it")
                    .contains(file.toString());
        }
    }

    /** It is not told that it ends: the process just is gone. */
    @Test
    void whatAnotherProcessLeftIsFreeOrInDoubtAtOnce() throws Exception {
        Path file = folder.resolve("ledger");
        assertThat(inAnotherProcess(file)).isEqualTo("halted");

        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            assertThat(ledger.claim(intent("2"), wanted("claimed"))).isEmpty();
            assertThat(ledger.claim(intent("2"), wanted("sending"))
                            .get("sending")
                            .state())
                    .isEqualTo(State.IN_DOUBT);
            assertThat(ledger.takeOverAny(intent("2"), 10)).hasSize(1);
            assertThat(ledger.claim(intent("2"), wanted("ticketed"))
                            .get("ticketed")
                            .on())
                    .isEqualTo(CASE);
        }
    }

    @Test
    void aPathThatH2WouldReadOtherwiseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedTicketLedger(folder.resolve("a;INIT=x")))
                .withMessageContaining("';'");
    }

    private static String inAnotherProcess(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path"))
                                + File.pathSeparator
                                + classes(),
                        Opener.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return told.lines()
                .filter(line -> line.startsWith("> "))
                .findFirst()
                .orElse(told)
                .replaceFirst("^> ", "");
    }

    /** Where the classes of this test are, and all they need. */
    private static String classes() {
        return Stream.of(
                        EmbeddedTicketLedgerTest.class,
                        EmbeddedTicketLedger.class,
                        org.h2.Driver.class,
                        org.slf4j.Logger.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Opens a ledger, writes, and is gone without a word. */
    static final class Opener {

        private Opener() {}

        public static void main(String[] arguments) {
            try {
                EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(arguments[0]);
                Intent intent = intent("1");
                ledger.claim(intent, wanted("claimed", "sending", "ticketed"));
                ledger.sending(intent, draft("sending"));
                ledger.settle(intent, List.of(end(End.TICKETED, "ticketed")));
                System.out.println("> halted");
            } catch (IllegalStateException e) {
                System.out.println("> " + e.getMessage());
            }
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }
}
