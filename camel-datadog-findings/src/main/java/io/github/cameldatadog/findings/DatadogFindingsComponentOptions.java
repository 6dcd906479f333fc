package io.github.cameldatadog.findings;

import io.github.cameldatadog.findings.internal.BeanTemplates;
import org.apache.camel.CamelContext;

/** Sets the component's options by name, as from properties: also beans as templates, and no word as a number. */
final class DatadogFindingsComponentOptions extends DatadogFindingsComponentConfigurer {

    private final OptionValues values = new OptionValues(this);

    @Override
    public boolean configure(CamelContext context, Object component, String name, Object value, boolean ignoreCase) {
        values.checkNumber(name, value);
        Object settable = BeanTemplates.settable(context, name, value);
        return super.configure(context, component, name, settable, ignoreCase);
    }
}
