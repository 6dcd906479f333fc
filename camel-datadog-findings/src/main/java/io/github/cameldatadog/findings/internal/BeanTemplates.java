package io.github.cameldatadog.findings.internal;

import io.github.cameldatadog.findings.ticket.TicketDraft;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.spi.Registry;

/**
 * The options that are templates may name a bean, which is asked for each draft. Camel resolves {@code #bean:name} in
 * properties before it sets an option, and the bean is no text: it is put into the registry, and the option names it there.
 */
public final class BeanTemplates {

    /** The options that are templates over the draft. */
    public static final List<String> OPTIONS = List.of("project", "title", "description", "assigneeId");

    private BeanTemplates() {}

    /**
     * The value to set an option to: a reference for a bean that is given for a template, else the value as it is.
     *
     * @param option the option's name, in any case
     * @throws IllegalArgumentException if the bean can be no template
     */
    public static Object settable(CamelContext context, String option, Object value) {
        if (OPTIONS.stream().noneMatch(option::equalsIgnoreCase)
                || value == null
                || value instanceof CharSequence
                || value instanceof Number) {
            return value;
        }
        if (value instanceof Expression || value instanceof Function<?, ?>) {
            return "#bean:" + nameOf(context.getRegistry(), option, value);
        }
        throw new IllegalArgumentException("Option " + option + ": the bean is a "
                + value.getClass().getName()
                + "; allowed is text, or a bean that is an org.apache.camel.Expression or a"
                + " java.util.function.Function<" + TicketDraft.class.getSimpleName() + ", String>");
    }

    private static String nameOf(Registry registry, String option, Object bean) {
        String name = "datadog-findings-" + option + "-" + Integer.toHexString(System.identityHashCode(bean));
        Object bound = registry.lookupByName(name);
        while (bound != null && bound != bean) {
            name += "'";
            bound = registry.lookupByName(name);
        }
        if (bound == null) {
            registry.bind(name, bean);
        }
        return name;
    }
}
