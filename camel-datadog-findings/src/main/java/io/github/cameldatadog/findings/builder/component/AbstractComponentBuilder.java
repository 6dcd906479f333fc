package io.github.cameldatadog.findings.builder.component;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;

/**
 * What the generated builders share: keeps the options until a component is built. Not safe for use by several threads.
 *
 * @param <C> the component's class
 */
public abstract class AbstractComponentBuilder<C extends Component> implements ComponentBuilder<C> {

    private final Map<String, Object> options = new LinkedHashMap<>();

    /** A new component, no option set. */
    protected abstract C buildConcreteComponent();

    /** Sets one option; false if the component has none of that name. */
    protected abstract boolean setPropertyOnComponent(Component component, String name, Object value);

    @Override
    public C build() {
        return build(UnaryOperator.identity());
    }

    @Override
    public C build(CamelContext context) {
        C component = build(context::resolvePropertyPlaceholders);
        component.setCamelContext(context);
        return component;
    }

    private C build(UnaryOperator<String> placeholders) {
        C component = buildConcreteComponent();
        options.forEach((name, value) -> {
            Object resolved = value instanceof String text ? placeholders.apply(text) : value;
            if (!setPropertyOnComponent(component, name, resolved)) {
                throw new IllegalArgumentException("Unknown option " + name);
            }
        });
        return component;
    }

    @Override
    public void register(CamelContext context, String componentName) {
        context.addComponent(componentName, build(context));
    }

    @Override
    public void doSetProperty(String name, Object value) {
        options.put(name, value);
    }
}
