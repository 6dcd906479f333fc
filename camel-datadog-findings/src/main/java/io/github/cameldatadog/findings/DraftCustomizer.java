package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.ticket.TicketDraft;
import org.apache.camel.Exchange;

/**
 * Has the last word on what each ticket says, after headers and options: the bean of the option {@code draftCustomizer}.
 * Called by several threads at a time.
 */
@FunctionalInterface
public interface DraftCustomizer {

    /**
     * Changes a draft just before it is sent; in a dry run too. It may be called more than once for the same findings, where
     * a draft has to be written again, so it should have no effect but its answer.
     *
     * @param draft the draft as it would be sent
     * @param exchange a copy of the exchange as it came in: headers, properties and variables, to read; not its body, which
     *     may be used up
     * @return the draft to send, with the same findings in the same order
     * @throws Exception if it cannot be written: its findings are then NotSent, with the exception in the reason
     */
    TicketDraft customize(TicketDraft draft, Exchange exchange) throws Exception;
}
