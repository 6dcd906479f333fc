package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.DraftCustomizer;
import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.Priority;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExchangeHelper;

/**
 * Writes what headers, the drafts that came in, and templates say onto drafts. In a template the body is the draft; headers, properties and
 * variables are the exchange's. Safe for use by several threads.
 */
final class DraftRenderer {

    private final Template project;
    private final Template title;
    private final Template description;
    private final Template assigneeId;
    private final PriorityRule priority;
    private final DraftCustomizer customizer;

    /** @param customizer has the last word on what a draft says; null if there is none */
    DraftRenderer(CamelContext context, TicketTemplates templates, DraftCustomizer customizer) {
        this.project = compile(context, "project", templates.project());
        this.title = compile(context, "title", templates.title());
        this.description = compile(context, "description", templates.description());
        this.assigneeId = compile(context, "assigneeId", templates.assigneeId());
        this.priority = templates.priority();
        this.customizer = customizer;
    }

    /** A template in the form in which it is asked for each draft; gives null where nothing is to be sent. */
    @FunctionalInterface
    private interface Template {
        String on(TicketDraft draft, Exchange exchange);
    }

    /** Whether the options may name a project, so that findings of an exchange without the header have one. */
    boolean knowsProject() {
        return project != null || customizer != null;
    }

    /**
     * Writes a draft.
     *
     * @param exchange the exchange as it came in; not changed
     * @throws UnrenderableDraftException if a template fails, or gives no project
     */
    TicketDraft render(TicketDraft draft, Exchange exchange, ExchangeOverrides overrides)
            throws UnrenderableDraftException {
        TicketDraft written = draft.withProject(
                        text("project", overrides.project(), draft.project(), project, draft, exchange))
                .withPriority(priority(draft, overrides))
                .withTitle(text("title", overrides.title(), draft.title(), title, draft, exchange))
                .withDescription(
                        text("description", overrides.description(), draft.description(), description, draft, exchange))
                .withAssigneeId(
                        text("assigneeId", overrides.assigneeId(), draft.assigneeId(), assigneeId, draft, exchange));
        TicketDraft finished = customizer == null ? written : customized(written, exchange);
        if (finished.project() == null || finished.project().isBlank()) {
            throw new UnrenderableDraftException(
                    "No project for this draft: neither header, draft, the option project"
                            + (customizer == null ? "" : " nor the draftCustomizer")
                            + " gave the id of one",
                    null);
        }
        return finished.withProject(finished.project().trim());
    }

    private Priority priority(TicketDraft draft, ExchangeOverrides overrides) {
        if (overrides.priority() != null) {
            return overrides.priority().of(draft);
        }
        return draft.priority() != null ? draft.priority() : priority.of(draft);
    }

    /** Which findings are on the ticket is in the books already, so that is not the customizer's to change. */
    private TicketDraft customized(TicketDraft written, Exchange exchange) throws UnrenderableDraftException {
        TicketDraft customized;
        try {
            customized = customizer.customize(written, ExchangeHelper.createCopy(exchange, true));
        } catch (Exception e) {
            throw new UnrenderableDraftException(
                    "The draftCustomizer failed on this draft: " + Displayed.clipped(e.toString(), 300), e);
        }
        if (customized == null || !customized.findingIds().equals(written.findingIds())) {
            throw new UnrenderableDraftException(
                    "The draftCustomizer gave "
                            + (customized == null ? "null" : "a draft of other findings")
                            + ": it may change what a draft says, not which findings are on it",
                    null);
        }
        return customized;
    }

    private static String text(
            String option, String header, String own, Template template, TicketDraft draft, Exchange exchange)
            throws UnrenderableDraftException {
        if (header != null) {
            return header;
        }
        if (own != null && !own.isBlank()) {
            return own;
        }
        if (template == null) {
            return null;
        }
        try {
            String text = template.on(draft, exchange);
            return text == null || text.isBlank() ? null : text;
        } catch (Exception e) {
            throw new UnrenderableDraftException(
                    "The option " + option + " failed on this draft: " + Displayed.clipped(e.toString(), 300), e);
        }
    }

    private static Template compile(CamelContext context, String option, String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.startsWith("#")) {
            return ofBean(context, option, text);
        }
        if (!text.startsWith("resource:") && !text.contains("${") && !text.contains("$simple{")) {
            return (draft, exchange) -> text;
        }
        return ofExpression(context, compileSimple(context, option, text));
    }

    private static Expression compileSimple(CamelContext context, String option, String text) {
        try {
            return context.resolveLanguage("simple").createExpression(text);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "Option " + option + " is no Simple expression: " + Displayed.clipped(e.getMessage(), 300)
                            + ". The body is the draft, as in ${body.field('rule.name')}",
                    e);
        }
    }

    private static Template ofExpression(CamelContext context, Expression expression) {
        expression.init(context);
        return (draft, exchange) -> {
            Exchange copy = ExchangeHelper.createCopy(exchange, true);
            copy.getMessage().setBody(draft);
            return expression.evaluate(copy, String.class);
        };
    }

    private static Template ofBean(CamelContext context, String option, String reference) {
        String name = reference.startsWith("#bean:") ? reference.substring("#bean:".length()) : reference.substring(1);
        Object bean = context.getRegistry().lookupByName(name);
        if (bean instanceof Expression expression) {
            return ofExpression(context, expression);
        }
        if (bean instanceof Function<?, ?> function) {
            @SuppressWarnings("unchecked")
            Function<TicketDraft, Object> ofDraft = (Function<TicketDraft, Object>) function;
            return (draft, exchange) -> {
                Object text = ofDraft.apply(draft);
                return text == null ? null : text.toString();
            };
        }
        throw new IllegalArgumentException("Option " + option + "=" + reference + ": "
                + (bean == null
                        ? "no bean of that name is in the registry"
                        : "the bean is a " + bean.getClass().getName())
                + "; allowed is a bean that is an org.apache.camel.Expression or a"
                + " java.util.function.Function<TicketDraft, String>");
    }
}
