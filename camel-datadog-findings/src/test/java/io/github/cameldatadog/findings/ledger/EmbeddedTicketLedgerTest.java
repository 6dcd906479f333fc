package io.github.cameldatadog.findings.ledger;

import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.CASE;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.SCOPE;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.draft;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.end;
import static io.github.cameldatadog.findings.ledger.TicketLedgerContract.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in a file. */
class EmbeddedTicketLedgerTest {

    private static final List<Integer> WRITERS = List.of(1, 2, 3, 4);

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
            assertThat(inAnotherProcess(Opener.class, file))
                    .contains("is open in another process. One process at a time can use it")
                    .contains(file.toString());
        }
    }

    /** It is not told that it ends: the process just is gone. */
    @Test
    void whatAnotherProcessLeftIsFreeOrInDoubtAtOnce() throws Exception {
        Path file = folder.resolve("ledger");
        assertThat(inAnotherProcess(Opener.class, file)).isEqualTo("halted");

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

    /** Nothing is left to a later call: a copy of the file, made when calls have returned that overlapped, has what they wrote. */
    @Test
    void whatOverlappingCallsWroteIsInTheFileWhenTheyReturn() throws Exception {
        Path file = folder.resolve("ledger");
        int rounds = 20;
        List<Path> copies = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS.size());
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            for (int round = 0; round < rounds; round++) {
                Path copy = folder.resolve("copy-" + round);
                CyclicBarrier together = new CyclicBarrier(WRITERS.size());
                for (Future<?> sent : threads.invokeAll(sendings(ledger, copy, together))) {
                    sent.get();
                }
                Files.copy(folder.resolve("ledger.mv.db"), folder.resolve(copy.getFileName() + ".mv.db"));
                copies.add(copy);
            }
        } finally {
            threads.shutdown();
        }

        for (Path copy : copies) {
            String[] sent = WRITERS.stream().map(writer -> id(copy, writer)).toArray(String[]::new);
            try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(copy)) {
                Map<String, Held> held = ledger.claim(intent("2"), wanted(sent));
                assertThat(held).as(copy.toString()).containsOnlyKeys(sent);
                assertThat(held.values()).extracting(Held::state).containsOnly(State.SENDING);
            }
        }
    }

    private static List<Callable<Void>> sendings(EmbeddedTicketLedger ledger, Path copy, CyclicBarrier together) {
        return WRITERS.stream()
                .map(writer -> (Callable<Void>) () -> {
                    String id = id(copy, writer);
                    ledger.claim(intent(id), wanted(id));
                    together.await();
                    ledger.sending(intent(id), draft(id));
                    return null;
                })
                .toList();
    }

    private static String id(Path copy, int writer) {
        return copy.getFileName() + "-" + writer;
    }

    @Test
    void whatWasWrittenOutlivesALossOfPower() {
        ForcedFiles.register();
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(folder.resolve("ledger"), ForcedFiles.NAME)) {
            Intent intent = intent("1");
            ledger.claim(intent, wanted("a"));
            assertThat(ForcedFiles.notForced()).isZero();
            ledger.sending(intent, draft("a"));
            assertThat(ForcedFiles.notForced()).isZero();
            ledger.settle(intent, List.of(end(End.TICKETED, "a")));
            assertThat(ForcedFiles.notForced()).isZero();
        }
    }

    /** Answers are awaited while a process is told to end, and what they tell has to be kept. */
    @Test
    void itIsOpenUntilItIsClosedAlsoWhenTheProcessIsToldToEnd() throws Exception {
        Path file = folder.resolve("ledger");

        assertThat(inAnotherProcess(LateWriter.class, file)).isEqualTo("written");

        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            assertThat(ledger.claim(intent("2"), wanted("a299")).get("a299").on())
                    .isEqualTo(CASE);
        }
    }

    /** Whoever is waited for at a shutdown may be interrupted, and the ledger goes on for the others. */
    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptedCallDoesNotCloseTheFile() {
        Path file = folder.resolve("ledger");
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            for (int at = 0; at < 100; at++) {
                Thread.currentThread().interrupt();
                ledger.settle(intent("1"), List.of(end(End.TICKETED, "a" + at)));
            }
            Thread.interrupted(); // of the last

            assertThat(ledger.claim(intent("2"), wanted("a0", "a99", "b"))).containsOnlyKeys("a0", "a99");
        }
    }

    /** What is wrong with it can be mended, by this process or another. */
    @Test
    void aFileThatIsRefusedIsClosed() throws Exception {
        Path file = folder.resolve("ledger");
        String url = "jdbc:h2:async:" + file;
        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file);
                Connection connection = DriverManager.getConnection(url, "sa", "")) {
            connection.createStatement().execute("INSERT INTO datadog_findings_ledger_version VALUES (99)");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> new EmbeddedTicketLedger(file))
                .withMessageContaining("version 99");

        Files.delete(folder.resolve("ledger.mv.db"));

        try (EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(file)) {
            assertThat(ledger.claim(intent("1"), wanted("a"))).isEmpty();
        }
    }

    @Test
    void aPathThatH2WouldReadOtherwiseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddedTicketLedger(folder.resolve("a;INIT=x")))
                .withMessageContaining("';'");
    }

    private static String inAnotherProcess(Class<?> main, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path"))
                                + File.pathSeparator
                                + classes(),
                        main.getName(),
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

    /** Writes while it ends, for longer than others take to close what they have open. */
    static final class LateWriter {

        private LateWriter() {}

        public static void main(String[] arguments) {
            EmbeddedTicketLedger ledger = new EmbeddedTicketLedger(arguments[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    for (int at = 0; at < 300; at++) {
                        ledger.settle(intent("1"), List.of(end(End.TICKETED, "a" + at)));
                    }
                    System.out.println("> written");
                } catch (IllegalStateException e) {
                    System.out.println("> " + e.getMessage());
                }
                ledger.close();
            }));
        }
    }
}
