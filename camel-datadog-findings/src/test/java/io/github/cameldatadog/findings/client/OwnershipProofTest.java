package io.github.cameldatadog.findings.client;

import static io.github.cameldatadog.findings.client.OwnershipProof.Verdict.EARLIER;
import static io.github.cameldatadog.findings.client.OwnershipProof.Verdict.ELSEWHERE;
import static io.github.cameldatadog.findings.client.OwnershipProof.Verdict.OLD;
import static io.github.cameldatadog.findings.client.OwnershipProof.Verdict.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.CreatedCase;
import io.github.cameldatadog.findings.ticket.SendEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which case on a finding is the one that a request made of which no answer told. */
class OwnershipProofTest {

    private static final Instant SENT = Instant.parse("2026-03-01T10:00:00Z");
    private static final SendEvidence BY_TITLE = new SendEvidence(SENT, Set.of("old"), "p", "Two ports", null);

    private final SiteKnowledge knowledge = new SiteKnowledge();
    private final OwnershipProof proof = new OwnershipProof(knowledge);

    private static AttachedCase found(String id, String key, String title, Instant createdAt, String createdBy) {
        return new AttachedCase(id, key, "CLOSED", title, createdAt, createdBy, null, null);
    }

    private static AttachedCase ours() {
        return found("new", "SEC-7", "Two ports", SENT, "us");
    }

    private void aTicketOfOursTold(String key, String project, String user) {
        knowledge.made(new CreatedCase(
                "told", key, "t", "OPEN", project, user, SENT, List.of("f"), "COMPLETED", "https://x", "s"));
    }

    @Test
    void aNewCaseMadeSinceWithOurTitleIsOursAlsoIfItIsClosedAlready() {
        assertThat(proof.of(BY_TITLE, ours())).isEqualTo(OURS);
    }

    @Test
    void aCaseOfTheBaselineIsOldWhateverElseItHas() {
        assertThat(proof.of(BY_TITLE, found("old", "SEC-7", "Two ports", SENT.plusSeconds(5), "us")))
                .isEqualTo(OLD);
    }

    @Test
    void aCaseMadeBeforeIsNotOursThoughTheBaselineDidNotShowIt() {
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", "Two ports", SENT.minusMillis(1), "us")))
                .isEqualTo(EARLIER);
    }

    @Test
    void aCaseWithAnotherTitleIsSomebodyElses() {
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", "One port", SENT, "us")))
                .isEqualTo(ELSEWHERE);
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", null, SENT, "us"))).isEqualTo(ELSEWHERE);
    }

    @Test
    void whereDatadogWritesTheTitleACaseIsOursOnceItIsKnownWhoWeAre() {
        SendEvidence untitled = new SendEvidence(SENT, Set.of(), "p", null, null);

        assertThat(proof.of(untitled, found("new", "SEC-7", "Whatever", SENT, "us")))
                .as("time alone proves nothing")
                .isEqualTo(ELSEWHERE);
        aTicketOfOursTold("SEC-1", "p", "us");
        assertThat(proof.of(untitled, found("new", "SEC-7", "Whatever", SENT, "us")))
                .isEqualTo(OURS);
    }

    @Test
    void onceItIsKnownWhoWeAreAnotherUsersCaseIsNotOurs() {
        aTicketOfOursTold("SEC-1", "p", "us");

        assertThat(proof.of(BY_TITLE, ours())).isEqualTo(OURS);
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", "Two ports", SENT, "them")))
                .isEqualTo(ELSEWHERE);
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", "Two ports", SENT, null)))
                .isEqualTo(ELSEWHERE);
    }

    @Test
    void usersOfKeysBeforeAndAfterARotationAreBothUs() {
        aTicketOfOursTold("SEC-1", "p", "us before");
        aTicketOfOursTold("SEC-2", "p", "us");

        assertThat(proof.of(BY_TITLE, ours())).isEqualTo(OURS);
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", "Two ports", SENT, "us before")))
                .isEqualTo(OURS);
    }

    @Test
    void onceItIsKnownHowKeysOfTheProjectBeginACaseOfAnotherProjectIsNotOurs() {
        aTicketOfOursTold("SEC-1", "p", "us");

        assertThat(proof.of(BY_TITLE, found("new", "OPS-7", "Two ports", SENT, "us")))
                .isEqualTo(ELSEWHERE);
        assertThat(proof.of(BY_TITLE, found("new", null, "Two ports", SENT, "us")))
                .isEqualTo(ELSEWHERE);
        SendEvidence otherProject = new SendEvidence(SENT, Set.of(), "q", "Two ports", null);
        assertThat(proof.of(otherProject, found("new", "OPS-7", "Two ports", SENT, "us")))
                .isEqualTo(OURS);
    }

    @Test
    void aCaseOfUnknownAgeProvesNothing() {
        assertThat(proof.of(BY_TITLE, found("new", "SEC-7", "Two ports", null, "us")))
                .isEqualTo(ELSEWHERE);
    }

    @Test
    void aReferenceInTheTitleDecidesAlone() {
        aTicketOfOursTold("SEC-1", "p", "us");
        SendEvidence referred = new SendEvidence(SENT, Set.of("old"), "p", "Two ports [ref k3]", "[ref k3]");

        assertThat(proof.of(referred, found("new", "OPS-7", "Edited: Two ports [ref k3]", null, null)))
                .isEqualTo(OURS);
        assertThat(proof.of(referred, ours()))
                .as("ours in all but the reference")
                .isEqualTo(ELSEWHERE);
        assertThat(proof.of(referred, found("old", "SEC-7", "Two ports [ref k3]", SENT, "us")))
                .isEqualTo(OLD);
    }

    @Test
    void momentsAreComparedByTheServersClock() {
        Instant ourTime = SENT.plus(Duration.ofHours(1));
        knowledge.heard(
                new Delivery(
                        Optional.of(new Answer.Received(200, Map.of(), new byte[0])),
                        "",
                        1,
                        Duration.ofMillis(100),
                        Optional.of(ourTime),
                        Optional.of(SENT),
                        Optional.empty()),
                ourTime);

        assertThat(knowledge.byTheirClock(ourTime.plusSeconds(10))).isEqualTo(SENT.plusSeconds(10));
        assertThat(knowledge.notBefore(ourTime)).isEqualTo(SENT.minusSeconds(2));
    }

    @Test
    void ofSeveralReadingsOfTheClockTheQuickestIsBelieved() {
        hear(SENT, Duration.ofMillis(50), Duration.ZERO);
        hear(SENT.plusSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(-29));

        assertThat(knowledge.byTheirClock(SENT)).isEqualTo(SENT);
    }

    @Test
    void aGatewaysClockIsNotDatadogs() {
        knowledge.heard(
                new Delivery(
                        Optional.of(new Answer.Received(502, Map.of(), new byte[0])),
                        "",
                        1,
                        Duration.ofMillis(1),
                        Optional.of(SENT),
                        Optional.of(SENT.plusSeconds(60)),
                        Optional.empty()),
                SENT);

        assertThat(knowledge.byTheirClock(SENT)).isEqualTo(SENT);
    }

    /** An answer that came at that moment of our clock, with a date so much ahead of it. */
    private void hear(Instant at, Duration took, Duration ahead) {
        knowledge.heard(
                new Delivery(
                        Optional.of(new Answer.Received(200, Map.of(), new byte[0])),
                        "",
                        1,
                        took,
                        Optional.of(at.minus(took)),
                        Optional.of(at.plus(ahead)),
                        Optional.empty()),
                at);
    }
}
