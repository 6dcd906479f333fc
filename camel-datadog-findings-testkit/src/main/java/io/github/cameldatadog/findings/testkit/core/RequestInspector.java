package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges a request by itself: path, method, headers and body, whatever the state of Datadog. */
final class RequestInspector {

    static final String LIST_PATH = "/api/v2/security/findings";

    private static final Map<String, Route> ROUTES = Map.of(
            "/api/v2/security/findings/servicenow_tickets",
            new Route("POST", Operation.CREATE),
            "/api/v2/security/findings/search",
            new Route("POST", Operation.SEARCH),
            LIST_PATH,
            new Route("GET", Operation.LIST),
            "/api/v1/validate",
            new Route("GET", Operation.VALIDATE));

    private final int mostBytes;

    private record Route(String method, Operation operation) {}

    RequestInspector(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    Inspection inspect(HttpCall call) {
        String target = call.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        Route route = ROUTES.get(path);
        if (route == null) {
            return refused(Operation.UNKNOWN, Refusal.violation(404, "Not Found", "no such path: " + path));
        }
        if (!route.method().equals(call.method())) {
            String detail = call.method() + " is not allowed for " + path;
            return refused(Operation.UNKNOWN, Refusal.violation(405, "Method Not Allowed", detail));
        }
        try {
            requireKeys(call, route.operation());
            return new Inspection(
                    route.operation(), Optional.of(read(call, route.operation(), query)), Optional.empty());
        } catch (Refusal refusal) {
            return refused(route.operation(), refusal);
        }
    }

    private static Inspection refused(Operation operation, Refusal refusal) {
        return new Inspection(operation, Optional.empty(), Optional.of(refusal));
    }

    private static void requireKeys(HttpCall call, Operation operation) throws Refusal {
        requireOne(call, "DD-API-KEY");
        if (operation != Operation.VALIDATE) {
            requireOne(call, "DD-APPLICATION-KEY");
        }
    }

    private static void requireOne(HttpCall call, String header) throws Refusal {
        List<String> values = call.headerValues(header);
        if (values.size() != 1 || values.get(0).isBlank()) {
            throw Refusal.violation(
                    403,
                    "Forbidden",
                    "header " + header + " must be there once but is there " + values.size() + " times");
        }
    }

    private Command read(HttpCall call, Operation operation, String query) throws Refusal {
        if (operation == Operation.LIST) {
            return FindReader.list(query);
        }
        if (!query.isEmpty()) {
            throw Refusal.badRequest("unexpected query string \"" + query + "\"");
        }
        if (operation == Operation.VALIDATE) {
            return new Command.Validate();
        }
        requireJson(call);
        byte[] body = call.body();
        if (body.length > mostBytes) {
            String detail = "the body has " + body.length + " bytes; at most " + mostBytes + " are allowed";
            throw Refusal.violation(413, "Payload Too Large", detail);
        }
        return operation == Operation.CREATE ? CreateReader.read(body) : FindReader.search(body);
    }

    private static void requireJson(HttpCall call) throws Refusal {
        List<String> types = call.headerValues("Content-Type");
        String type = types.size() == 1 ? types.get(0) : "";
        int semicolon = type.indexOf(';');
        String media =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json")) {
            String detail = "Content-Type must be application/json but is " + types;
            throw Refusal.violation(415, "Unsupported Media Type", detail);
        }
        List<String> encodings = call.headerValues("Content-Encoding");
        if (!encodings.isEmpty() && !encodings.equals(List.of("identity"))) {
            String detail = "Content-Encoding " + encodings + " is not understood";
            throw Refusal.violation(415, "Unsupported Media Type", detail);
        }
    }
}
