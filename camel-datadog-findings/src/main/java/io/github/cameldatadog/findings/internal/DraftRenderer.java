package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.Displayed;
import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExchangeHelper;

/**
 * Writes what the templates and headers say onto drafts. In a template the body is the draft; headers, properties and
 * variables are the exchange's. Safe for use by several threads.
 */
final class DraftRenderer {

    private final Template project;
    private final Template title;
    private final Template description;
    private final Template assigneeId;
    private final PriorityRule priority;

    DraftRenderer(CamelContext context, TicketTemplates templates) {
        this.project = compile(context, "project", templates.project());
        this.title = compile(context, "title", templates.title());
        this.description = compile(context, "description", templates.description());
        this.assigneeId = compile(context, "assigneeId", templates.assigneeId());
        this.priority = templates.priority();
    }

    /** A template in the form in which it is asked for each draft; gives null where nothing is to be sent. */
    @FunctionalInterface
    private interface Template {
        String on(TicketDraft draft, Exchange exchange);
    }

    /** Whether the options name a project, so that an exchange without the header has one. */
    boolean knowsProject() {
        return project != null;
    }

    /**
     * Writes a draft.
     *
     * @param exchange the exchange as it came in; not changed
     * @throws UnrenderableDraftException if a template fails, or gives no project
     */
    TicketDraft render(TicketDraft draft, Exchange exchange, ExchangeOverrides overrides)
            throws UnrenderableDraftException {
        String projectId = text("project", overrides.project(), project, draft, exchange);
        if (projectId == null) {
            throw new UnrenderableDraftException(
                    "The option project gave nothing for this draft: it must give the id of a project", null);
        }
        PriorityRule rule = overrides.priority() == null ? priority : overrides.priority();
        return draft.withProject(projectId.trim())
                .withPriority(rule.of(draft))
                .withTitle(text("title", overrides.title(), title, draft, exchange))
                .withDescription(text("description", overrides.description(), description, draft, exchange))
                .withAssigneeId(text("assigneeId", overrides.assigneeId(), assigneeId, draft, exchange));
    }

    private static String text(String option, String header, Template template, TicketDraft draft, Exchange exchange)
            throws UnrenderableDraftException {
        if (header != null) {
            return header;
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
