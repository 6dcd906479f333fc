package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.Displayed;

/** Says what an answer that made nothing means, with Datadog's own words, and what to do about it. */
final class RefusalWords {

    private final String site;

    RefusalWords(String site) {
        this.site = site;
    }

    /** The status with Datadog's own words, if there are any. */
    static String told(Received received) {
        String words = Refusal.words(received);
        return received.status() + (words.isEmpty() ? "" : " \"" + words + "\"");
    }

    String rateLimit(Received received) {
        return "Datadog's rate limit was still used up: " + told(received);
    }

    String redirect(Received received) {
        String location = received.header("location");
        return "Datadog's address answered " + received.status() + " with a redirect"
                + (location == null ? "" : " to " + Displayed.clipped(location, 200))
                + ", which is not followed: check the options 'site' and 'baseUrl', and the proxy on the way";
    }

    String refusal(Received received) {
        String todo = whatToDo(received);
        return "Datadog answered " + told(received) + (todo.isEmpty() ? "" : ": " + todo);
    }

    private String whatToDo(Received received) {
        if (Refusal.refusesProject(received)) {
            return "check that the option 'project' is the id of a Case Management project of this organisation";
        }
        if (Refusal.namesNoFinding(received)) {
            return "at least one finding of the request does not exist any more";
        }
        return switch (received.status()) {
            case 401 -> "check that the API key and the application key are valid at site " + site;
            case 403 ->
                "site " + site + " refuses these keys. The wrong site answers 403 with good keys too, so check the"
                        + " option 'site' first; then that the application key's owner has the permission"
                        + " security_monitoring_findings_write or appsec_vm_write, and that a scoped key includes it";
            case 404 -> "there is no such address at " + site + ": check the options 'site' and 'baseUrl'";
            case 407 -> "the proxy on the way wants credentials";
            case 413 -> "the request is too large: shorten descriptions, or lower 'ticketsPerRequest'";
            default -> "";
        };
    }
}
