package io.github.cameldatadog.findings.builder.component;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;

/**
 * Builds a component of options that were set by name.
 *
 * @param <C> the component's class
 */
public interface ComponentBuilder<C extends Component> {

    /** A component with the options as they were set; placeholders such as {@code {{name}}} stay as they are. */
    C build();

    /**
     * A component with the options as they were set, placeholders resolved.
     *
     * @throws IllegalArgumentException if a placeholder names a property that the context does not know
     */
    C build(CamelContext context);

    /** Builds the component for this context and adds it under this name, which is the scheme in its endpoints' URIs. */
    void register(CamelContext context, String componentName);

    /** Sets an option by its name, as the methods named for the options do. */
    void doSetProperty(String name, Object value);
}
