package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DatadogFindingsConstants;
import org.apache.camel.Message;

/**
 * What an exchange's headers say of all of its tickets. Header goes before option, and is literal: a message from a queue
 * must not run expressions. Null where a header is not set.
 */
record ExchangeOverrides(String project, PriorityRule priority, String title, String description, String assigneeId) {

    static ExchangeOverrides of(Message message) {
        String priority = text(message, DatadogFindingsConstants.PRIORITY);
        return new ExchangeOverrides(
                text(message, DatadogFindingsConstants.PROJECT),
                priority == null
                        ? null
                        : TicketSettings.named(
                                "header " + DatadogFindingsConstants.PRIORITY, () -> PriorityRule.parse(priority)),
                text(message, DatadogFindingsConstants.TITLE),
                text(message, DatadogFindingsConstants.DESCRIPTION),
                text(message, DatadogFindingsConstants.ASSIGNEE_ID));
    }

    private static String text(Message message, String header) {
        String value = message.getHeader(header, String.class);
        return value == null || value.isBlank() ? null : value;
    }
}
