package io.github.cameldatadog.findings.ticket;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What was known of a draft when it was sent: by this its case is recognised afterwards, where no answer told. Immutable.
 *
 * @param notBefore the moment before which a case cannot be of this request, by Datadog's own clock as well as it is known
 * @param baseline ids of the cases the draft's findings were on at the last look before sending; empty if there was none
 * @param project id of the Case Management project it was sent to
 * @param title the title it was sent with; null if Datadog was to write it
 * @param reference the token in the title that no other request has; null if there is none
 * @param users ids of the users as which we are known to make cases; empty if no answer had told yet
 */
public record SendEvidence(
        Instant notBefore, Set<String> baseline, String project, String title, String reference, Set<String> users) {

    public SendEvidence {
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(project, "project");
        baseline = Set.copyOf(baseline);
        users = Set.copyOf(users);
    }

    /** Evidence from before any answer told which user makes our cases. */
    public SendEvidence(Instant notBefore, Set<String> baseline, String project, String title, String reference) {
        this(notBefore, baseline, project, title, reference, Set.of());
    }

    /** The same, once it is better known when by Datadog's clock the draft was sent. */
    public SendEvidence notBefore(Instant better) {
        return new SendEvidence(better, baseline, project, title, reference, users);
    }
}
