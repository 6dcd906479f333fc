package io.github.cameldatadog.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.BaseOptionModel;

/** The tables of the component's page, in Markdown, from the catalog's JSON. */
final class ComponentTables {

    private ComponentTables() {}

    /** Each table by the words that mark its place in the page. */
    static Map<String, String> all() {
        Set<String> shared = CatalogEntry.endpointOptions().stream()
                .map(BaseOptionModel::getName)
                .collect(Collectors.toSet());
        List<BaseOptionModel> ofEndpoint = new ArrayList<>(CatalogEntry.pathOptions());
        ofEndpoint.addAll(CatalogEntry.endpointOptions());
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("endpoint options", options(ofEndpoint));
        tables.put(
                "component options",
                options(CatalogEntry.componentOptions().stream()
                        .filter(option -> !shared.contains(option.getName()))
                        .toList()));
        tables.put("message headers", headers());
        return tables;
    }

    private static String options(List<? extends BaseOptionModel> options) {
        StringBuilder table =
                new StringBuilder("| option | default | type | description |\n| --- | --- | --- | --- |\n");
        options.forEach(option -> table.append("| ")
                .append(name(option))
                .append(" | ")
                .append(defaultOf(option))
                .append(" | ")
                .append(type(option))
                .append(" | ")
                .append(text(option.getDescription()))
                .append(" |\n"));
        return table.toString();
    }

    private static String headers() {
        StringBuilder table = new StringBuilder("| header | type | description |\n| --- | --- | --- |\n");
        CatalogEntry.headers().forEach(header -> table.append("| ")
                .append(name(header))
                .append(" | ")
                .append(header.getJavaType())
                .append(" | ")
                .append(text(header.getDescription()))
                .append(" |\n"));
        return table.toString();
    }

    private static String name(BaseOptionModel option) {
        String name = option.isMultiValue() ? option.getPrefix() + "*" : option.getName();
        boolean advanced = option.getLabel() != null && option.getLabel().contains("advanced");
        return "`" + name + "`" + (advanced ? " (advanced)" : "") + (option.isSecret() ? " (secret)" : "");
    }

    private static String defaultOf(BaseOptionModel option) {
        if ("path".equals(option.getKind())) {
            return "required";
        }
        if (option.getDefaultValue() == null) {
            return "";
        }
        String text = option.getDefaultValue().toString();
        return "`" + ("duration".equals(option.getType()) ? duration(Long.parseLong(text)) : text) + "`";
    }

    /** As one would write it: 60s, 5m. */
    private static String duration(long millis) {
        if (millis % 1_000 != 0) {
            return Long.toString(millis);
        }
        return millis % 60_000 == 0 && millis > 60_000 ? millis / 60_000 + "m" : millis / 1_000 + "s";
    }

    private static String type(BaseOptionModel option) {
        if (option.getEnums() != null) {
            return option.getEnums().stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
        }
        if (option.isMultiValue()) {
            return "any number of values";
        }
        String type = option.getType();
        String javaType = option.getJavaType().replaceFirst("<.*", "");
        return "object".equals(type) ? "`" + javaType.substring(javaType.lastIndexOf('.') + 1) + "`" : type;
    }

    private static String text(String description) {
        return description.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }
}
