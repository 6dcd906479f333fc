package io.github.cameldatadog.findings.ticket;

import java.util.Objects;

/**
 * What a ledger remembers of a case. Immutable.
 *
 * @param id the case's id
 * @param key its readable key, such as {@code SEC-123}; null if Datadog did not say
 */
public record CaseReference(String id, String key) {

    public CaseReference {
        Objects.requireNonNull(id, "id");
    }

    /** The case of an answer to a create request. */
    public static CaseReference of(CreatedCase made) {
        return new CaseReference(made.id(), made.key());
    }

    /** The key, or the id where there is no key: what a person looks a case up by. */
    public String label() {
        return key == null ? id : key;
    }
}
