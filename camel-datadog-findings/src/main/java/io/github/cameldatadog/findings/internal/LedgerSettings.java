package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketLedger;

/**
 * Which ledger an endpoint uses, and how.
 *
 * @param given the user's; null for the one in memory that all endpoints of the context share
 * @param organisation within which findings are told apart
 * @param reticket whether a closed ticket of ours stands in the way of another
 */
public record LedgerSettings(TicketLedger given, String organisation, boolean reticket) {

    /** In every ledger alike, so that it can be changed for another one. */
    private static final int LONGEST_ORGANISATION = 200;

    static LedgerSettings of(DatadogFindingsConfiguration options) {
        return new LedgerSettings(options.getLedger(), organisation(options), options.isReticket());
    }

    /**
     * What the option {@code ledgerScope} says.
     *
     * @throws IllegalArgumentException if it says nothing, or more than a ledger in a database keeps
     */
    public static String organisation(DatadogFindingsConfiguration options) {
        String organisation = options.getLedgerScope();
        if (organisation == null || organisation.isBlank()) {
            throw new IllegalArgumentException("Option ledgerScope=" + organisation
                    + " is empty: allowed is any text that names the Datadog organisation, such as default");
        }
        String name = organisation.strip();
        if (name.length() > LONGEST_ORGANISATION) {
            throw new IllegalArgumentException("Option ledgerScope=" + Displayed.clipped(name, 40) + " has "
                    + name.length() + " characters: allowed are 1 to " + LONGEST_ORGANISATION);
        }
        return name;
    }
}
