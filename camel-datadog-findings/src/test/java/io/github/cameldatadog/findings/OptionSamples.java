package io.github.cameldatadog.findings;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;

/**
 * One value for each option, none of them the default and no two of the same, to see that it arrives. Made by the option's
 * type; an option that takes not just any text of its type has its value in {@link #CHOSEN}.
 */
final class OptionSamples {

    /** A new option whose values are checked needs one here. */
    private static final Map<String, String> CHOSEN = Map.of(
            "site", "datadoghq.eu",
            "baseUrl", "http://localhost:9/elsewhere",
            "groupBy", "rule.id,service.name",
            "title", "${body.size} of ${body.field('rule.name')}, 100%",
            "lookupTickets", "always",
            "priority", "severity");

    /**
     * @param text how it is written; for an option of several values, what is written for the one
     * @param value what it stands for; null for an option of several values
     * @param key which of an option's several values; null for an option that has one
     */
    record Sample(BaseOptionModel option, String text, Object value, String key) {

        String name() {
            return option.getName();
        }

        /** As it is written in a URI: {@code http.connectTimeout}. */
        String writtenName() {
            return key == null ? name() : option.getPrefix() + key;
        }

        /** The value in the option's own type: what a setter is given, and what is found on the endpoint. */
        Object typed() {
            return key == null ? value : Map.of(key, text);
        }
    }

    private OptionSamples() {}

    /** Values for these options; beans for those that need one are put into the registry. */
    static List<Sample> of(List<? extends BaseOptionModel> options, CamelContext context) {
        List<Sample> samples = new ArrayList<>();
        for (BaseOptionModel option : options) {
            samples.add(sample(option, samples.size() + 1, context));
        }
        return samples;
    }

    private static Sample sample(BaseOptionModel option, int number, CamelContext context) {
        if (option.isMultiValue()) {
            return new Sample(option, (number + 7) + "s", null, "connectTimeout");
        }
        String chosen = CHOSEN.get(option.getName());
        return switch (option.getType()) {
            case "boolean" -> {
                boolean other = !Boolean.parseBoolean(String.valueOf(option.getDefaultValue()));
                yield new Sample(option, Boolean.toString(other), other, null);
            }
            case "integer" -> new Sample(option, Integer.toString(number + 3), number + 3, null);
            case "duration" ->
                new Sample(
                        option,
                        (60 + number) + "s",
                        Duration.ofSeconds(60L + number).toMillis(),
                        null);
            case "enum" -> {
                String text = chosen != null ? chosen : otherThanDefault(option);
                yield new Sample(option, text, text, null);
            }
            case "string" -> {
                String text = chosen != null ? chosen : option.getName() + "-" + number;
                yield new Sample(option, text, text, null);
            }
            case "object" -> bean(option, context);
            default ->
                throw new AssertionError("The option " + option.getName() + " is of type " + option.getType()
                        + ", for which OptionSamples makes no values yet: add a case for it");
        };
    }

    private static String otherThanDefault(BaseOptionModel option) {
        return option.getEnums().stream()
                .filter(value -> !value.equals(option.getDefaultValue()))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static Sample bean(BaseOptionModel option, CamelContext context) {
        try {
            Class<?> type = Class.forName(option.getJavaType().replaceFirst("<.*", ""));
            Object bean = type.isInterface()
                    ? Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (self, method, arguments) -> switch (method.getName()) {
                                case "equals" -> self == arguments[0];
                                case "hashCode" -> System.identityHashCode(self);
                                default -> option.getName();
                            })
                    : type.getConstructor().newInstance();
            String name = option.getName() + "Bean";
            context.getRegistry().bind(name, bean);
            return new Sample(option, "#bean:" + name, bean, null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(
                    "No bean of type " + option.getJavaType() + " can be made for the option " + option.getName()
                            + ": make one in OptionSamples",
                    e);
        }
    }
}
