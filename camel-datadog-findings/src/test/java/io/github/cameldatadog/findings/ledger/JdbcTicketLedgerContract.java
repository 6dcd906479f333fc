package io.github.cameldatadog.findings.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.cameldatadog.findings.ticket.CaseReference;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import io.github.cameldatadog.findings.ticket.TicketLedger;
import io.github.cameldatadog.findings.ticket.TicketLedger.End;
import io.github.cameldatadog.findings.ticket.TicketLedger.Held;
import io.github.cameldatadog.findings.ticket.TicketLedger.InDoubt;
import io.github.cameldatadog.findings.ticket.TicketLedger.Intent;
import io.github.cameldatadog.findings.ticket.TicketLedger.Scope;
import io.github.cameldatadog.findings.ticket.TicketLedger.Sending;
import io.github.cameldatadog.findings.ticket.TicketLedger.Settlement;
import io.github.cameldatadog.findings.ticket.TicketLedger.State;
import io.github.cameldatadog.findings.ticket.TicketLedger.Wanted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger in a database keeps to besides: it outlives processes, and several share it. */
abstract class JdbcTicketLedgerContract extends TicketLedgerContract {

    private final AtomicInteger processes = new AtomicInteger();

    /** How long tries waited for a database. */
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    /** The database of this test, empty at first. */
    abstract DataSource dataSource();

    /** The database goes by {@link #clock}, by way of a table. */
    @BeforeEach
    void setClock() throws SQLException {
        execute("CREATE TABLE test_clock (at TIMESTAMP WITH TIME ZONE)");
        execute("INSERT INTO test_clock VALUES (NULL)");
        clock.shownBy(now -> {
            try {
                execute("UPDATE test_clock SET at = TIMESTAMP WITH TIME ZONE '"
                        + now.toString().replace("T", " ").replace("Z", "+00") + "'");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    TicketLedger ledger() {
        return process(null);
    }

    JdbcTicketLedger process(String node) {
        return process(dataSource(), node);
    }

    JdbcTicketLedger process(DataSource through, String node) {
        return new JdbcTicketLedger(
                new LedgerTransactions(through, null, pauses::add),
                new LedgerOwner(node, "process-" + processes.incrementAndGet()),
                "(SELECT at FROM test_clock)");
    }

    private long rowsIn(String table) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    // ---- outliving processes

    @Test
    void anotherProcessKnowsWhatOneWrote() {
        process(null).settle(intent(), List.of(end(End.TICKETED, "a")));

        assertThat(heldAgainstStrangers(process(null), "a").on()).isEqualTo(CASE);
    }

    /** A process is silent for so long that it is taken to be gone. */
    private void dies() {
        clock.putForward(JdbcTicketLedger.DEFAULT_SILENCE.plusSeconds(1));
    }

    @Test
    void whatADeadProcessClaimedIsFreeAndWhatItWasSendingIsInDoubt() {
        JdbcTicketLedger dead = process(null);
        Intent intent = intent();
        dead.claim(intent, wanted("a", "b", "c", "d"));
        dead.sending(intent, twoDrafts());
        dies();
        JdbcTicketLedger next = process(null);

        assertThat(next.claim(intent(), wanted("d"))).isEmpty();
        assertThat(heldAgainstStrangers(next, "a").state()).isEqualTo(State.IN_DOUBT);
        assertThat(heldAgainstStrangers(next, "a").holder()).isEqualTo(intent.holder());
        List<InDoubt> taken = next.takeOver(intent(), List.of("b"));
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).findingIds()).containsExactlyInAnyOrder("a", "b");
        assertThat(taken.get(0).evidence()).isEqualTo(EVIDENCE);
        assertThat(taken.get(0).wasLookedFor()).isFalse();
    }

    @Test
    void aProcessMayBeTakenForDeadAfterLessTimeThanOthers() {
        JdbcTicketLedger hasty = process(null);
        hasty.setSilence(Duration.ofSeconds(8));
        JdbcTicketLedger patient = process(null);
        hasty.claim(intent(), wanted("a"));
        patient.claim(intent(), wanted("b"));
        assertThat(hasty.aliveEvery()).contains(Duration.ofSeconds(2));

        clock.putForward(Duration.ofSeconds(9));

        assertThat(process(null).claim(intent(), wanted("a", "b"))).containsOnlyKeys("b");
    }

    @Test
    void whatALivingProcessHoldsIsItsOwn() {
        JdbcTicketLedger living = process(null);
        Intent intent = intent();
        living.claim(intent, wanted("a", "b"));
        living.sending(intent, draft("a"));
        dies();
        living.alive();
        JdbcTicketLedger other = process(null);

        assertThat(other.claim(intent(), wanted("a", "b"))).containsOnlyKeys("a", "b");
        assertThat(other.takeOverAny(intent(), 10)).isEmpty();
    }

    /** It was paused for long, and others may have taken over what it holds, but it does not do that itself. */
    @Test
    void nobodyTakesOneselfForDead() {
        JdbcTicketLedger paused = process(null);
        Intent intent = intent();
        paused.claim(intent, wanted("a"));
        paused.sending(intent, draft("a"));
        dies();

        assertThat(paused.takeOverAny(intent(), 10)).isEmpty();
        assertThat(paused.claim(intent(), wanted("a")).get("a").state()).isEqualTo(State.SENDING);
        assertThat(process(null).takeOverAny(intent(), 10)).hasSize(1);
    }

    /** One for the routes, perhaps, and one for the desk. */
    @Test
    void twoLedgersOfANodeInOneProcessAreOneOwner() {
        JdbcTicketLedger one = new JdbcTicketLedger(dataSource(), "node");
        Intent intent = intent();
        one.claim(intent, wanted("a"));
        one.sending(intent, draft("a"));
        JdbcTicketLedger other = new JdbcTicketLedger(dataSource(), "node");

        assertThat(other.takeOverAny(intent(), 10)).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> new LedgerDesk(other).free("a"));
    }

    @Test
    void whoeverDiesWhileFindingOutIsFollowedByAnother() {
        JdbcTicketLedger first = process(null);
        Intent intent = intent();
        first.claim(intent, wanted("a", "b", "c"));
        first.sending(intent, twoDrafts());
        dies();
        assertThat(process(null).takeOverAny(intent(), 10)).hasSize(2);
        assertThat(process(null).takeOverAny(intent(), 10)).isEmpty();
        dies();

        assertThat(process(null).takeOverAny(intent(), 10))
                .flatExtracting(InDoubt::findingIds)
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void whatNobodyLookedForYetComesFirst() {
        JdbcTicketLedger first = process(null);
        Intent lookedFor = intent();
        first.claim(lookedFor, wanted("x"));
        first.sending(lookedFor, draft("x"));
        first.settle(lookedFor, List.of(end(End.IN_DOUBT, "x")));
        Intent intent = intent();
        first.claim(intent, wanted("a", "b", "c"));
        first.sending(intent, twoDrafts());
        dies();

        assertThat(process(null).takeOverAny(intent(), 2))
                .flatExtracting(InDoubt::findingIds)
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    /** It was stopped, was taken over, and goes on. */
    @Test
    void aProcessThatWasPausedIsFencedButForTellingOfACase() {
        JdbcTicketLedger paused = process(null);
        Intent intent = intent();
        paused.claim(intent, wanted("a", "b", "c", "d"));
        paused.sending(intent, twoDrafts());
        dies();
        JdbcTicketLedger next = process(null);
        next.takeOver(intent(), List.of("a"));
        next.claim(intent(), wanted("d"));
        paused.alive();

        paused.notMade(intent, List.of("a"));
        paused.settle(intent, List.of(end(End.FREE, "a"), end(End.TICKETED, "b")));

        assertThat(paused.sending(intent, draft("a", "b", "d"))).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(heldAgainstStrangers(next, "a").state()).isEqualTo(State.SENDING);
        assertThat(heldAgainstStrangers(next, "b").state()).isEqualTo(State.TICKETED);
    }

    @Test
    void theSuccessorOfANodeTakesOverAtOnceAndOthersDoNot() {
        JdbcTicketLedger dead = process("one");
        Intent intent = intent();
        dead.claim(intent, wanted("a", "d"));
        dead.sending(intent, draft("a"));
        assertThat(process("two").takeOverAny(intent(), 10)).isEmpty();
        assertThat(process("two").claim(intent(), wanted("d"))).containsOnlyKeys("d");
        JdbcTicketLedger successor = process("one");

        assertThat(successor.claim(intent(), wanted("d"))).isEmpty();
        assertThat(successor.takeOverAny(intent(), 10)).hasSize(1);
    }

    @Test
    void aClockThatJumpsAheadFreesClaimsAndMakesNobodySendTwice() {
        JdbcTicketLedger one = process(null);
        Intent slow = intent();
        one.claim(slow, wanted("a"));
        clock.putForward(Duration.ofDays(1));
        JdbcTicketLedger other = process(null);
        Intent quick = intent();
        assertThat(other.claim(quick, wanted("a"))).isEmpty();

        assertThat(one.sending(slow, draft("a"))).containsExactly("a");
        assertThat(other.sending(quick, draft("a"))).isEmpty();
    }

    @Test
    void aClockThatJumpsBackKeepsEverythingHeld() {
        JdbcTicketLedger one = process(null);
        Intent intent = intent();
        one.claim(intent, wanted("a", "b"));
        one.sending(intent, draft("a"));
        clock.putForward(Duration.ofDays(-1));

        assertThat(process(null).claim(intent(), wanted("a", "b"))).containsOnlyKeys("a", "b");
        assertThat(process(null).takeOverAny(intent(), 10)).isEmpty();
    }

    // ---- the database's ways

    @Test
    void whatIsSettledLeavesNoDraftBehind() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());
        assertThat(rowsIn(LedgerSchema.DRAFTS)).isEqualTo(2);
        ledger.sending(intent, twoDrafts());
        assertThat(rowsIn(LedgerSchema.DRAFTS))
                .as("a repetition takes their place")
                .isEqualTo(2);

        ledger.settle(intent, List.of(end(End.TICKETED, "a"), end(End.FREE, "c")));
        assertThat(rowsIn(LedgerSchema.DRAFTS))
                .as("finding b is still being sent")
                .isOne();
        ledger.settle(intent, List.of(end(End.CASE_ONLY, "b")));

        assertThat(rowsIn(LedgerSchema.DRAFTS)).isZero();
        assertThat(rowsIn(LedgerSchema.FINDINGS)).isEqualTo(2);
    }

    @Test
    void aDraftThatOthersTookWholeIsNotLeftBehind() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.settle(intent(), List.of(end(End.TICKETED, "c")));

        assertThat(ledger.sending(intent, twoDrafts())).containsExactly("c");

        assertThat(rowsIn(LedgerSchema.DRAFTS)).as("that of a and b").isOne();
    }

    @Test
    void whatWasNotMadeLeavesNoDraftBehind() {
        TicketLedger ledger = ledger();
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());

        ledger.notMade(intent, List.of("a", "b", "c"));

        assertThat(rowsIn(LedgerSchema.DRAFTS)).isZero();
    }

    /** The commit takes effect, and the connection breaks before the database says so. */
    @Test
    void aCommitWhoseAcknowledgementIsLostIsRecognised() {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        Intent intent = intent();

        losing.loseNextAcknowledgement();
        assertThat(ledger.claim(intent, wanted("a", "b", "c", "d"))).isEmpty();
        losing.loseNextAcknowledgement();
        assertThat(ledger.sending(intent, twoDrafts())).isEmpty();
        losing.loseNextAcknowledgement();
        ledger.notMade(intent, List.of("c"));
        losing.loseNextAcknowledgement();
        ledger.settle(
                intent,
                List.of(end(End.TICKETED, "a"), end(End.IN_DOUBT, "b"), end(End.FREE, "c"), end(End.CASE_ONLY, "d")));

        assertThat(losing.lost()).isEqualTo(4);
        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.TICKETED);
        assertThat(heldAgainstStrangers(ledger, "b").state()).isEqualTo(State.IN_DOUBT);
        assertThat(heldAgainstStrangers(ledger, "b").evidence()).isEqualTo(EVIDENCE);
        assertThat(heldAgainstStrangers(ledger, "c")).isNull();
        assertThat(heldAgainstStrangers(ledger, "d").state()).isEqualTo(State.CASE_ONLY);
        assertThat(rowsIn(LedgerSchema.DRAFTS)).isOne();
    }

    /** Somebody has deleted it by hand: nobody knows any more what to look for. */
    @Test
    void whatHasLostItsDraftIsNotTakenOver() throws SQLException {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());
        ledger.settle(intent, List.of(end(End.IN_DOUBT, "a", "b", "c")));
        execute("DELETE FROM " + LedgerSchema.DRAFTS + " WHERE reference = '" + OTHER_EVIDENCE.reference() + "'");

        assertThat(ledger.takeOver(intent(), List.of("a", "c")))
                .flatExtracting(InDoubt::findingIds)
                .containsExactly("a", "b");

        assertThat(heldAgainstStrangers(ledger, "c").state()).isEqualTo(State.IN_DOUBT);
    }

    /** The commit of a takeover: nobody else would ever look for what it has taken over. */
    @Test
    void aTakeoverWhoseAcknowledgementIsLostIsRecognised() {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());
        ledger.settle(intent, List.of(end(End.IN_DOUBT, "b"), end(End.LEFT, "c")));
        Intent next = intent();

        losing.loseNextAcknowledgement();
        List<InDoubt> taken = ledger.takeOver(next, List.of("b"));
        losing.loseNextAcknowledgement();
        List<InDoubt> any = ledger.takeOverAny(intent(), 10);

        assertThat(losing.lost()).isEqualTo(2);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).findingIds()).containsExactly("b");
        assertThat(taken.get(0).wasLookedFor()).isTrue();
        assertThat(any).hasSize(1);
        assertThat(any.get(0).findingIds()).containsExactly("c");
        assertThat(any.get(0).wasLookedFor()).isFalse();
        assertThat(heldAgainstStrangers(ledger, "a").state())
                .as("whoever sent it is at work on it")
                .isEqualTo(State.SENDING);
    }

    /** It takes some seconds, and has nothing to do with what is wanted. */
    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "08001"})
    void aDatabaseThatIsStartedAgainIsWaitedFor(String state) {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        losing.goDownFor(4, new SQLException("terminating connection due to administrator command", state));

        assertThat(ledger.claim(intent(), wanted("a"))).isEmpty();

        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    @Test
    void whoeverIsInterruptedWaitsForNoDatabase() {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = new JdbcTicketLedger(
                new LedgerTransactions(losing.asDataSource()), new LedgerOwner(null, "interrupted"), null);
        losing.goDownFor(1, new SQLException("terminating connection due to administrator command", "57P01"));
        Thread.currentThread().interrupt();

        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ledger.claim(intent(), wanted("a")))
                    .withMessageContaining("57P01");
        } finally {
            assertThat(Thread.interrupted()).as("still known").isTrue();
        }
    }

    /** What pools say: that of others, and H2's own. */
    private static List<SQLException> poolsWithoutAFreeConnection() {
        return List.of(
                new SQLTransientConnectionException("request timed out after 30000ms"),
                new SQLException("request timed out: Login timeout", "08001", 8001));
    }

    /** The pool has waited already, and others wait behind us. */
    @ParameterizedTest
    @MethodSource("poolsWithoutAFreeConnection")
    void aPoolWithoutAFreeConnectionIsAskedOnce(SQLException timedOut) {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        losing.goDownFor(1, timedOut);

        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.claim(intent(), wanted("a")))
                .withMessageContaining("request timed out");
        assertThat(pauses).isEmpty();
    }

    /** It was not there, then it was another's, and then nobody's. */
    @Test
    void whatOthersFreeWhileItIsClaimedIsClaimed() {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        JdbcTicketLedger other = process(null);
        Intent theirs = intent();
        losing.beforeNext("INSERT", () -> other.claim(theirs, wanted("a")));
        losing.beforeNext("FOR UPDATE", () -> other.settle(theirs, List.of(end(End.FREE, "a"))));
        Intent intent = intent();

        assertThat(ledger.claim(intent, wanted("a", "b", "c"))).isEmpty();

        assertThat(losing.stillToCome()).isZero();
        assertThat(ledger.sending(intent, twoDrafts())).isEmpty();
    }

    @Test
    void aDatabaseThatIsDownIsSaidToBe() {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        losing.goDown();

        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.claim(intent(), wanted("a")))
                .withMessageContaining("The ledger's database failed")
                .withMessageContaining("claim findings")
                .withMessageContaining("08001");
    }

    /** Half of the claimants name them in the opposite order, as a second file would. */
    @Test
    void manyProcessesThatWantTheSameInOppositeOrderEachGetSomeAndNobodyFails() throws Exception {
        List<String> ids = IntStream.range(0, 300).mapToObj(i -> "f" + i).toList();
        List<String> opposite = new ArrayList<>(ids);
        Collections.reverse(opposite);
        Set<String> claimed = ConcurrentHashMap.newKeySet();
        Set<String> sent = ConcurrentHashMap.newKeySet();
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            JdbcTicketLedger ledger = process(null);
            Intent intent = intent();
            String[] wanted = (i % 2 == 0 ? ids : opposite).toArray(String[]::new);
            work.add(() -> {
                Set<String> held = ledger.claim(intent, wanted(wanted)).keySet();
                List<String> mine =
                        Arrays.stream(wanted).filter(id -> !held.contains(id)).toList();
                mine.forEach(id -> assertThat(claimed.add(id)).as(id).isTrue());
                Set<String> lost = ledger.sending(intent, List.of(new Sending(mine, EVIDENCE)));
                mine.stream().filter(id -> !lost.contains(id)).forEach(id -> assertThat(sent.add(id))
                        .isTrue());
                return mine.size();
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            int all = 0;
            for (Future<Integer> one : threads.invokeAll(work)) {
                all += one.get();
            }
            assertThat(all).isEqualTo(300);
            assertThat(sent).hasSize(300);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Facts are written over whatever is there, in whatever order the settlements name them. */
    @Test
    void processesThatSettleTheSameInOppositeOrderDoNotFail() throws Exception {
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> "f" + i).toList();
        List<String> opposite = new ArrayList<>(ids);
        Collections.reverse(opposite);
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            JdbcTicketLedger ledger = process(null);
            Intent intent = intent();
            String[] named = (i % 2 == 0 ? ids : opposite).toArray(String[]::new);
            work.add(() -> {
                for (int round = 0; round < 5; round++) {
                    ledger.settle(intent, List.of(end(End.TICKETED, named)));
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> one : threads.invokeAll(work)) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(rowsIn(LedgerSchema.FINDINGS)).isEqualTo(200);
    }

    // ---- by hand

    /** Findings t ticketed, o on a case alone, d in doubt, s being sent, c claimed. */
    private LedgerDesk deskOfEveryState() {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("c", "d", "o", "s", "t"));
        ledger.sending(intent, draft("d", "o", "s", "t"));
        ledger.settle(intent, List.of(end(End.TICKETED, "t"), end(End.CASE_ONLY, "o"), end(End.IN_DOUBT, "d")));
        return new LedgerDesk(ledger);
    }

    @Test
    void theDeskTellsWhatBecameOfAFinding() {
        LedgerDesk desk = deskOfEveryState();

        assertThat(desk.find("t")).hasSize(1);
        LedgerEntry ticketed = desk.find("t").get(0);
        assertThat(ticketed.state()).isEqualTo(State.TICKETED);
        assertThat(ticketed.on()).isEqualTo(CASE);
        assertThat(ticketed.scope()).isEqualTo(SCOPE);
        assertThat(ticketed.since()).isEqualTo(clock.instant());
        assertThat(desk.find("d").get(0).evidence()).isEqualTo(EVIDENCE);
        assertThat(desk.find("nobody")).isEmpty();
    }

    @Test
    void theDeskTellsWhatSomebodyHasToLookAfter() {
        LedgerDesk desk = deskOfEveryState();
        assertThat(desk.troubled(10)).extracting(LedgerEntry::findingId).containsExactly("d", "o");
        assertThat(desk.troubled(1)).hasSize(1);

        dies();

        assertThat(new LedgerDesk(process(null)).troubled(10))
                .as("whoever was sending s is gone")
                .extracting(LedgerEntry::findingId)
                .containsExactlyInAnyOrder("d", "o", "s");
    }

    @Test
    void whatSomebodyFreesMayBeSent() {
        LedgerDesk desk = deskOfEveryState();

        desk.free("d");
        desk.free("o");

        assertThat(process(null).claim(intent(), wanted("d", "o"))).isEmpty();
    }

    @Test
    void whatSomebodyFoundOnACaseStaysThere() {
        LedgerDesk desk = deskOfEveryState();

        desk.putOnCase("d", "case-9", "SEC-9");

        assertThat(process(null).claim(intent(), wanted("d")).get("d").on())
                .isEqualTo(new CaseReference("case-9", "SEC-9"));
    }

    @Test
    void whatWasSettledByHandAndNotAcknowledgedIsRecognised() {
        LosingDataSource losing = new LosingDataSource(dataSource());
        JdbcTicketLedger ledger = process(losing.asDataSource(), null);
        Intent intent = intent();
        ledger.settle(intent, List.of(end(End.CASE_ONLY, "a", "b")));
        LedgerDesk desk = new LedgerDesk(ledger);

        losing.loseNextAcknowledgement();
        desk.free("a");
        losing.loseNextAcknowledgement();
        desk.putOnCase("b", "case-7", "SEC-7");

        assertThat(losing.lost()).isEqualTo(2);
        assertThat(heldAgainstStrangers(ledger, "a")).isNull();
        assertThat(heldAgainstStrangers(ledger, "b").on()).isEqualTo(new CaseReference("case-7", "SEC-7"));
    }

    @Test
    void whatSomebodyFoundOnACaseTellsThatItsRequestTookEffect() {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());
        ledger.settle(intent, List.of(end(End.IN_DOUBT, "a", "b", "c")));

        new LedgerDesk(ledger).putOnCase("a", "case-9", "SEC-9");

        assertThat(ledger.takeOver(intent(), List.of("b", "c")))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.tookEffect()).isTrue());
    }

    /** As with onUnknown=park, and as by a process that is gone: nobody looks for it, so somebody may settle it. */
    @Test
    void whatIsParkedOrLeftByADeadProcessIsSettledByHand() {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("parked", "dead"));
        ledger.sending(intent, draft("parked", "dead"));
        ledger.settle(intent, List.of(end(End.LEFT, "parked")));
        assertThat(new LedgerDesk(ledger).find("parked").get(0).state()).isEqualTo(State.IN_DOUBT);
        new LedgerDesk(ledger).free("parked");
        dies();
        JdbcTicketLedger next = process(null);

        new LedgerDesk(next).putOnCase("dead", "case-9", null);

        assertThat(next.claim(intent(), wanted("parked", "dead"))).containsOnlyKeys("dead");
    }

    @Test
    void manyProcessesThatStartAtOnceMakeTheTablesOnce() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(() -> process(null).claim(intent(), List.of()).isEmpty());
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (Future<Boolean> one : threads.invokeAll(starts)) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(rowsIn("datadog_findings_ledger_version")).isOne();
    }

    @Test
    void whatIsOnItsWayOrHasATicketIsNotSettledByHand() {
        LedgerDesk desk = deskOfEveryState();

        for (String id : List.of("c", "s", "t")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> desk.free(id))
                    .withMessageContaining("only what is IN_DOUBT or CASE_ONLY");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.putOnCase("nobody", "case-9", null))
                .withMessageContaining("does not know the finding nobody");
    }

    /** What is settled together would else never be noted, whatever it is. */
    @Test
    void whatDatadogCallsACaseMayBeAnything() {
        TicketLedger ledger = ledger();
        CaseReference strange = new CaseReference("case\0" + "x".repeat(400), "SEC\0" + "y".repeat(400));

        ledger.settle(intent(), List.of(new Settlement(End.TICKETED, List.of("a"), strange), end(End.TICKETED, "b")));

        assertThat(heldAgainstStrangers(ledger, "a").on().key()).hasSize(300).startsWith("SEC\uFFFDyyy");
        assertThat(heldAgainstStrangers(ledger, "b").state()).isEqualTo(State.TICKETED);
    }

    /** A finding's rule may be called anything, and must not hold up what is sent with it. */
    @Test
    void aTitleMayHaveCharactersThatTheDatabaseDoesNot() {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("a"));
        SendEvidence odd = new SendEvidence(EVIDENCE.notBefore(), Set.of(), "project", "one\0two", null);

        assertThat(ledger.sending(intent, List.of(new Sending(List.of("a"), odd))))
                .isEmpty();

        assertThat(heldAgainstStrangers(ledger, "a").state()).isEqualTo(State.SENDING);
    }

    /** Whoever has no bean at hand does the same with the SQL of the page. */
    @Test
    void thePageOnTheLedgerHasTheSqlForIt() throws Exception {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c", "d", "e"));
        ledger.sending(intent, twoDrafts());
        ledger.settle(intent, List.of(end(End.IN_DOUBT, "a", "c"), end(End.CASE_ONLY, "d")));
        ledger.sending(intent, draft("e"));
        // The page goes by the database's clock, which has long passed the one that this test sets.
        JdbcTicketLedger living = new JdbcTicketLedger(dataSource());
        Intent atWork = intent();
        living.claim(atWork, wanted("f"));
        living.sending(atWork, draft("f"));
        String[] one = {SCOPE.site(), SCOPE.organisation()};

        assertThat(page("SELECT f.*")).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        page("UPDATE datadog_findings_ledger SET state = 'IN_DOUBT'");
        assertThat(heldAgainstStrangers(living, "b").state()).isEqualTo(State.IN_DOUBT);
        assertThat(heldAgainstStrangers(living, "f").state()).isEqualTo(State.SENDING);
        assertThat(page("SELECT f.site", "a")).containsExactly(SCOPE.site());
        page("DELETE FROM datadog_findings_ledger", "a", one[0], one[1]);
        page("UPDATE datadog_findings_draft", "b", one[0], one[1]);
        page("UPDATE datadog_findings_ledger SET state = 'TICKETED'", "case-7", "SEC-7", "b", one[0], one[1]);
        page("UPDATE datadog_findings_ledger SET state = 'PURGED'");
        page("DELETE FROM datadog_findings_draft");

        assertThat(heldAgainstStrangers(ledger, "a")).isNull();
        assertThat(heldAgainstStrangers(ledger, "b").on()).isEqualTo(new CaseReference("case-7", "SEC-7"));
        assertThat(ledger.takeOver(intent(), List.of("c")))
                .extracting(InDoubt::tookEffect)
                .containsExactly(true);
        assertThat(rowsIn(LedgerSchema.DRAFTS)).as("those of c, e and f").isEqualTo(3);
    }

    /** Runs the statement of the page that begins so; gives the ids, or the first column, of what it selects. */
    private List<String> page(String beginning, String... parameters) throws Exception {
        String sql = Arrays.stream(
                        Files.readString(Path.of("..", "docs", "ledger.md")).split("```"))
                .filter(block -> block.startsWith("sql"))
                .flatMap(block -> Arrays.stream(
                        block.substring(3).replaceAll("(?m)^--.*$", "").split(";")))
                .map(String::strip)
                .filter(statement -> statement.startsWith(beginning))
                .findFirst()
                .orElseThrow()
                .replace("'ZGVmLTAwMC1iNjN-...'", "?");
        try (Connection connection = dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < parameters.length; at++) {
                statement.setString(at + 1, parameters[at]);
            }
            List<String> found = new ArrayList<>();
            if (statement.execute()) {
                ResultSet rows = statement.getResultSet();
                String column = sql.startsWith("SELECT f.*") ? "finding_id" : "site";
                while (rows.next()) {
                    found.add(rows.getString(column));
                }
            }
            return found;
        }
    }

    @Test
    void whatIsKnownInSeveralScopesIsNotSettledByItsIdAlone() {
        LedgerDesk desk = deskOfEveryState();
        Intent elsewhere = intent(new Scope("datadoghq.com", "acme"));
        JdbcTicketLedger ledger = process(null);
        ledger.settle(elsewhere, List.of(end(End.CASE_ONLY, "o")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.free("o"))
                .withMessageContaining("in several scopes")
                .withMessageContaining("datadoghq.com");
    }

    private static final Duration OLD = Duration.ofDays(30);

    private static List<Wanted> lookedUp(String... ids) {
        return Stream.of(ids).map(id -> new Wanted(id, Set.of(), true)).toList();
    }

    @Test
    void onlyOldTicketsAreThrownAway() {
        deskOfEveryState();
        clock.putForward(OLD);
        JdbcTicketLedger ledger = process(null);
        ledger.settle(intent(), List.of(end(End.TICKETED, "young")));

        assertThat(new LedgerDesk(ledger).purge(OLD.minusDays(1))).isOne();

        assertThat(ledger.claim(intent(), lookedUp("t", "young", "d", "o", "s")))
                .containsOnlyKeys("young", "d", "o", "s");
    }

    @Test
    void whatWasThrownAwayIsToBeHadOnlyByWhoHasLooked() {
        JdbcTicketLedger ledger = process(null);
        LedgerDesk desk = deskOfEveryState();
        clock.putForward(OLD);
        desk.purge(OLD.minusDays(1));

        Held held = heldAgainstStrangers(ledger, "t");
        assertThat(held.state()).isEqualTo(State.PURGED);
        assertThat(held.on()).isNull();
        assertThat(desk.find("t").get(0).state()).isEqualTo(State.PURGED);
        assertThat(ledger.claim(intent(), lookedUp("t"))).isEmpty();
    }

    /** Else the next one would send it without a look. */
    @Test
    void whatWasThrownAwayAndThenNotSentStaysSo() {
        JdbcTicketLedger ledger = process(null);
        LedgerDesk desk = deskOfEveryState();
        clock.putForward(OLD);
        desk.purge(OLD.minusDays(1));
        Intent gaveUp = intent();
        ledger.claim(gaveUp, lookedUp("t"));
        ledger.sending(gaveUp, draft("t"));
        ledger.notMade(gaveUp, List.of("t"));
        ledger.settle(gaveUp, List.of(end(End.FREE, "t")));
        assertThat(heldAgainstStrangers(ledger, "t").state()).isEqualTo(State.PURGED);

        ledger.claim(intent(), lookedUp("t"));
        dies();

        JdbcTicketLedger next = process(null);
        assertThat(heldAgainstStrangers(next, "t").state()).isEqualTo(State.PURGED);
        assertThat(next.claim(intent(), lookedUp("t"))).isEmpty();
    }

    @Test
    void whatIsOldIsThrownAwayInPiecesWhereverItIs() {
        JdbcTicketLedger ledger = process(null);
        Scope elsewhere = new Scope("datadoghq.com", "acme");
        String[] ids = IntStream.range(0, 9).mapToObj(at -> "t" + at).toArray(String[]::new);
        ledger.settle(intent(), List.of(end(End.TICKETED, ids)));
        ledger.settle(intent(elsewhere), List.of(end(End.TICKETED, ids)));
        clock.putForward(OLD);

        LedgerDesk desk = new LedgerDesk(ledger);
        assertThat(desk.purge(OLD.minusDays(1), 4)).isEqualTo(18);

        assertThat(desk.purge(OLD.minusDays(1), 4)).isZero();
        for (Scope scope : List.of(SCOPE, elsewhere)) {
            assertThat(ledger.claim(intent(scope), wanted(ids))).containsOnlyKeys(ids);
            assertThat(ledger.claim(intent(scope), lookedUp(ids))).isEmpty();
        }
    }

    /** As when two settled its last two findings at the same moment. */
    @Test
    void oldDraftsOfWhichNothingIsLeftAreThrownAwayToo() throws SQLException {
        JdbcTicketLedger ledger = process(null);
        Intent intent = intent();
        ledger.claim(intent, wanted("a", "b", "c"));
        ledger.sending(intent, twoDrafts());
        execute("UPDATE " + LedgerSchema.FINDINGS + " SET draft = NULL WHERE finding_id = 'c'");
        LedgerDesk desk = new LedgerDesk(ledger);

        desk.purge(LedgerDesk.YOUNGEST_TO_PURGE);
        assertThat(rowsIn(LedgerSchema.DRAFTS)).isEqualTo(2);
        clock.putForward(LedgerDesk.YOUNGEST_TO_PURGE.plusSeconds(1));
        desk.purge(LedgerDesk.YOUNGEST_TO_PURGE);

        assertThat(rowsIn(LedgerSchema.DRAFTS)).as("that of a and b").isOne();
    }

    @Test
    void whatTheIndexMayNotShowYetIsNotThrownAway() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deskOfEveryState().purge(Duration.ofHours(23)))
                .withMessageContaining("may not show yet");
    }

    @Test
    void tablesOfANewerReleaseAreRefused() throws Exception {
        process(null);
        execute("INSERT INTO datadog_findings_ledger_version (version) VALUES (99)");

        assertThatIllegalStateException()
                .isThrownBy(() -> process(null))
                .withMessageContaining("version 99")
                .withMessageContaining("newer release");
    }

    @Test
    void aClaimHasToHoldForSomeTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> process(null).setLease(Duration.ZERO))
                .withMessageContaining("more than no time");
    }

    @Test
    void aProcessMayBeSilentForSomeTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> process(null).setSilence(Duration.ZERO))
                .withMessageContaining("more than no time");
    }

    @Test
    void aNodesNameIsNotBlank() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> process(" "))
                .withMessageContaining("1 to 200 characters");
    }
}
