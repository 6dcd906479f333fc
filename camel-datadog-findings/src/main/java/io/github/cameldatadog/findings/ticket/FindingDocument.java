package io.github.cameldatadog.findings.ticket;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fields of a finding in maps of maps, as JSON has them, by their dotted paths. */
final class FindingDocument {

    private FindingDocument() {}

    /** The text, number or boolean at a path, as text; null if there is none. */
    static String text(Map<?, ?> document, String path) {
        Object whole = document.get(path);
        if (whole != null || document.containsKey(path)) {
            return scalar(whole);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (document.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                String text = text(inner, path.substring(dot + 1));
                if (text != null) {
                    return text;
                }
            }
        }
        return null;
    }

    private static String scalar(Object value) {
        return value instanceof CharSequence || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : null;
    }

    /**
     * All texts, numbers and booleans, as texts by their paths.
     *
     * @param instead what is known otherwise by now, by path
     */
    static Map<String, String> texts(Map<?, ?> document, Map<String, String> instead) {
        Map<String, String> texts = new LinkedHashMap<>();
        collect(document, "", texts);
        texts.putAll(instead);
        return texts;
    }

    private static void collect(Map<?, ?> document, String before, Map<String, String> texts) {
        document.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                collect(inner, before + name + ".", texts);
            } else if (scalar(value) != null) {
                texts.put(before + name, scalar(value));
            }
        });
    }

    /** A copy that holds texts at their paths, too. */
    static Map<String, Object> with(Map<String, Object> document, Map<String, String> texts) {
        Map<String, Object> copy = new LinkedHashMap<>(document);
        texts.forEach((path, text) -> put(copy, path, text));
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> into, String path, String text) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            into.put(path, text);
            return;
        }
        Object inner = into.get(path.substring(0, dot));
        Map<String, Object> copy =
                inner instanceof Map<?, ?> map ? new LinkedHashMap<>((Map<String, Object>) map) : new LinkedHashMap<>();
        put(copy, path.substring(dot + 1), text);
        into.put(path.substring(0, dot), copy);
    }
}
