package io.github.cameldatadog.examples.scheduledquery;

import io.github.cameldatadog.findings.DatadogFindingsConfiguration;
import io.github.cameldatadog.findings.client.DatadogSite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The real Datadog: tickets that are made here are real. Its keys never show. */
final class RealTarget implements Target {

    private final DatadogSite site;
    private final String apiKey;
    private final String applicationKey;
    private final String project;

    private RealTarget(DatadogSite site, String apiKey, String applicationKey, String project) {
        this.site = site;
        this.apiKey = apiKey;
        this.applicationKey = applicationKey;
        this.project = project;
    }

    /**
     * Reads what is needed to reach it.
     *
     * @param environment gives the value of an environment variable, or null
     * @param project id of the Case Management project; null if the user named none
     * @throws IllegalArgumentException if something is missing or wrong; the message names all of it and what to do
     */
    static RealTarget of(UnaryOperator<String> environment, String project) {
        String apiKey = environment.apply("DD_API_KEY");
        String applicationKey = environment.apply("DD_APP_KEY");
        List<String> missing = new ArrayList<>();
        if (isBlank(apiKey)) {
            missing.add("DD_API_KEY in the environment: an API key of your Datadog organisation");
        }
        if (isBlank(applicationKey)) {
            missing.add("DD_APP_KEY in the environment: an application key with the permissions"
                    + " security_monitoring_findings_read and security_monitoring_findings_write");
        }
        if (isBlank(project)) {
            missing.add("--project ID: the id of a Case Management project that is configured with the ServiceNow"
                    + " integration");
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("--real was given, and nothing was started, for there is missing:\n- "
                    + String.join("\n- ", missing)
                    + "\nWithout --real the example runs against a simulated Datadog and needs none of this.");
        }
        return new RealTarget(site(environment), apiKey.strip(), applicationKey.strip(), project.strip());
    }

    private static DatadogSite site(UnaryOperator<String> environment) {
        String asked = environment.apply("DD_SITE");
        if (isBlank(asked)) {
            return DatadogSite.US1;
        }
        try {
            return DatadogSite.parse(asked);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "DD_SITE in the environment is none of Datadog's sites; valid are "
                            + String.join(", ", DatadogSite.known()) + ". Nothing was started.",
                    e);
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    @Override
    public String announcement() {
        return "REAL Datadog at " + site.apiBase() + ", project " + project + ": tickets made here are real.";
    }

    @Override
    public String pages() {
        return "https://app." + site.canonical();
    }

    @Override
    public void configure(DatadogFindingsConfiguration options) {
        options.setSite(site.canonical());
        options.setApiKey(apiKey);
        options.setApplicationKey(applicationKey);
        options.setProject(project);
    }
}
