package io.github.cameldatadog.findings.testkit.finding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The bulk of a real finding: Markdown, frameworks and the resource's configuration. 4 to 19 KB in all. */
final class FindingBulk {

    private static final int LEAST = 3_200;
    private static final int SPREAD = 12_000;
    private static final String[] SENTENCES = {
        "Anybody on the network can reach the resource, and nothing asks who they are.",
        "Rotate the credentials — „alte\" Schlüssel bleiben sonst gültig — and look through the audit log. ☂",
        "The setting can be changed with the console, the command line or the code that made the resource.",
        "Test the change outside of production first: clients that still use the old protocol will fail.",
    };

    private FindingBulk() {}

    static void fill(SimulatedFinding.Builder finding, FindingType type, Random random) {
        int wanted = LEAST + random.nextInt(SPREAD);
        String description = markdown(random, wanted / 3);
        finding.field("description", description);
        finding.field("remediation.description", markdown(random, wanted / 3));
        if (type == FindingType.MISCONFIGURATION || type == FindingType.IDENTITY_RISK) {
            finding.field("compliance.frameworks", frameworks(random, wanted / 3));
        } else {
            finding.field("cloud_resource.configuration", configuration(random, wanted / 3));
        }
    }

    private static String markdown(Random random, int length) {
        StringBuilder text = new StringBuilder("## Description\n\n");
        for (int paragraph = 1; text.length() < length; paragraph++) {
            text.append(SENTENCES[random.nextInt(SENTENCES.length)]).append('\n');
            if (paragraph % 4 == 0) {
                text.append("\n```sh\nset -eu\nexport LEVEL=\"")
                        .append(random.nextInt(9))
                        .append("\"\\\n\tapply --all\n```\n\n### Step ")
                        .append(paragraph / 4)
                        .append("\n\n");
            }
        }
        return text.toString();
    }

    private static List<Map<String, Object>> frameworks(Random random, int length) {
        List<Map<String, Object>> frameworks = new ArrayList<>();
        for (int written = 0; written < length; written += 600) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("framework", "cis-linux" + frameworks.size());
            one.put("control", random.nextInt(9) + "." + random.nextInt(30));
            one.put("is_default", true);
            one.put("message", markdown(random, 450));
            frameworks.add(one);
        }
        return frameworks;
    }

    private static Map<String, Object> configuration(Random random, int length) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("id", "shadow-" + random.nextInt(1000));
        configuration.put("finding_id", "not-this-one");
        List<Map<String, Object>> rules = new ArrayList<>();
        for (int written = 0; written < length; written += 110) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("from_port", random.nextInt(65_536));
            rule.put("weight", random.nextInt(1000) / 1000.0);
            rule.put("cidr", "10." + random.nextInt(256) + ".0.0/16");
            rule.put("description", null);
            rule.put("enabled", random.nextBoolean());
            rules.add(rule);
        }
        configuration.put("rules", rules);
        return configuration;
    }
}
