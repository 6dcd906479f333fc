package io.github.cameldatadog.findings.testkit.core;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the URLs of ServiceNow tickets and Jira issues, in the forms in which people copy them. */
final class LinkReader {

    private static final Pattern SERVICENOW = Pattern.compile("https://([a-z0-9][a-z0-9-]*)\\.service-now\\.com/"
            + "(?:now/nav/ui/classic/params/target/|nav_to\\.do\\?uri=/?)?"
            + "([a-z_]+)\\.do\\?sys_id=([0-9a-f]{32})(?:&.*)?");
    private static final Pattern JIRA =
            Pattern.compile("https://([a-z0-9][a-z0-9.-]*)/browse/([A-Z][A-Z0-9_]*-[1-9][0-9]*)");

    private LinkReader() {}

    static Link serviceNow(String url, String where) throws Refusal {
        Matcher form = SERVICENOW.matcher(decode(url, where));
        if (!form.matches()) {
            throw Refusal.badRequest(where + " must be the URL of a ServiceNow incident but is \"" + url + "\"");
        }
        if (!form.group(2).equals("incident")) {
            throw Refusal.badRequest(
                    where + " must lead to an ITSM incident but leads to the table \"" + form.group(2) + "\"");
        }
        return Link.serviceNow(form.group(1), form.group(3));
    }

    static Link jira(String url, String where) throws Refusal {
        Matcher form = JIRA.matcher(url);
        if (!form.matches()) {
            throw Refusal.badRequest(where + " must be the URL of a Jira issue but is \"" + url + "\"");
        }
        return Link.jira(form.group(1), form.group(2));
    }

    private static String decode(String url, String where) throws Refusal {
        try {
            return URLDecoder.decode(url, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(where + " has a malformed percent-encoding: \"" + url + "\"");
        }
    }
}
