package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.CaseKind;
import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.http.HttpCall;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges a request by itself: path, method, headers and body, whatever the state of Datadog. */
final class RequestInspector {

    static final String LIST_PATH = "/api/v2/security/findings";

    private static final String CASE_PATH = LIST_PATH + "/cases/";

    private static final Map<String, Map<String, Operation>> ROUTES = Map.of(
            LIST_PATH + "/servicenow_tickets",
            Map.of("POST", Operation.CREATE, "PATCH", Operation.ATTACH_SERVICENOW_TICKET),
            LIST_PATH + "/cases",
            Map.of("POST", Operation.CREATE_CASES, "DELETE", Operation.DETACH),
            LIST_PATH + "/jira_issues",
            Map.of("POST", Operation.CREATE_JIRA_ISSUES, "PATCH", Operation.ATTACH_JIRA_ISSUE),
            LIST_PATH + "/mute",
            Map.of("PATCH", Operation.MUTE),
            LIST_PATH + "/search",
            Map.of("POST", Operation.SEARCH),
            LIST_PATH,
            Map.of("GET", Operation.LIST),
            "/api/v1/validate",
            Map.of("GET", Operation.VALIDATE));

    private final int mostBytes;

    RequestInspector(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    Inspection inspect(HttpCall call) {
        String target = call.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        Map<String, Operation> byMethod = route(path);
        if (byMethod.isEmpty()) {
            return refused(Operation.UNKNOWN, Refusal.violation(404, "Not Found", "no such path: " + path));
        }
        Operation operation = byMethod.get(call.method());
        if (operation == null) {
            String detail = call.method() + " is not allowed for " + path;
            return refused(Operation.UNKNOWN, Refusal.violation(405, "Method Not Allowed", detail));
        }
        try {
            requireKeys(call, operation);
            Command command = read(call, operation, path, query);
            return new Inspection(operation, Optional.of(command), Optional.empty());
        } catch (Refusal refusal) {
            return refused(operation, refusal);
        }
    }

    private static Map<String, Operation> route(String path) {
        boolean ofOneCase = path.startsWith(CASE_PATH)
                && path.length() > CASE_PATH.length()
                && path.indexOf('/', CASE_PATH.length()) < 0;
        return ofOneCase ? Map.of("PATCH", Operation.ATTACH_CASE) : ROUTES.getOrDefault(path, Map.of());
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

    private Command read(HttpCall call, Operation operation, String path, String query) throws Refusal {
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
        return switch (operation) {
            case CREATE -> CreateReader.read(body, CaseKind.SERVICENOW);
            case CREATE_CASES -> CreateReader.read(body, CaseKind.PLAIN);
            case CREATE_JIRA_ISSUES -> CreateReader.read(body, CaseKind.JIRA);
            case ATTACH_SERVICENOW_TICKET -> AttachReader.toLink(body, CaseKind.SERVICENOW);
            case ATTACH_CASE -> AttachReader.toCase(body, path.substring(CASE_PATH.length()));
            case ATTACH_JIRA_ISSUE -> AttachReader.toLink(body, CaseKind.JIRA);
            case DETACH -> AttachReader.detach(body);
            case MUTE -> MuteReader.read(body);
            case SEARCH -> FindReader.search(body);
            case LIST, VALIDATE, UNKNOWN -> throw new IllegalStateException(operation + " has no body to read");
        };
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
