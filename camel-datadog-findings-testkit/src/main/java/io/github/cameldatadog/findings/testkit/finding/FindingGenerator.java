package io.github.cameldatadog.findings.testkit.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes findings of all types, mixed in severity, rule, service and place. The same seed makes the same findings.
 * Thread-safe.
 */
public final class FindingGenerator {

    private static final FindingType[] TYPES = FindingType.values();
    private static final String[] SEVERITIES = {"critical", "high", "high", "medium", "medium", "medium", "low", "info"
    };
    private static final String[] SERVICES = {"checkout", "billing", "search", "accounts", "shipping", "mailer"};
    private static final String[] TEAMS = {"platform", "payments", "storefront", "data"};
    private static final int MILLIS_APART = 499;
    private static final long DAY = 86_400_000;

    private final Random random;
    private final long newest;
    private int made;

    /**
     * @param seed makes it repeatable
     * @param newest when the first finding's detection changed, in milliseconds since 1970; each further one is older
     */
    public FindingGenerator(long seed, long newest) {
        this.random = new Random(seed);
        this.newest = newest;
    }

    /** Makes findings of all types in turn. */
    public synchronized List<SimulatedFinding> generate(int count, FindingSize size) {
        List<SimulatedFinding> findings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            findings.add(one(TYPES[made % TYPES.length], size));
        }
        return findings;
    }

    /** Makes one finding of a type. */
    public synchronized SimulatedFinding generate(FindingType type, FindingSize size) {
        return one(type, size);
    }

    private SimulatedFinding one(FindingType type, FindingSize size) {
        // Two neighbours share a time: searches have to page through ties as well.
        long changed = newest - (long) (made / 2) * MILLIS_APART;
        made++;
        boolean hashed = type.name().endsWith("VULNERABILITY") || type == FindingType.SECRET;
        String plainId = hashed ? hex(32) + "~" + hex(32) : ruleId() + "~i-0" + hex(16);
        SimulatedFinding.Builder finding = SimulatedFinding.builderFor(plainId)
                .type(type)
                .severity(pick(SEVERITIES))
                .detectionChangedAt(changed)
                .field("base_severity", pick(SEVERITIES))
                .field("first_seen_at", changed - (long) (random.nextDouble() * 90 * DAY))
                .field("last_seen_at", changed)
                .tag("team:" + pick(TEAMS))
                .tag("env:" + (random.nextInt(4) == 0 ? "staging" : "prod"));
        if (random.nextInt(5) > 0) {
            finding.service(pick(SERVICES)).tag("source:datadog");
        }
        FindingContents.fill(finding, type, random);
        if (size == FindingSize.REALISTIC) {
            FindingBulk.fill(finding, type, random);
        }
        return finding.build();
    }

    private String ruleId() {
        return "def-00" + hex(1) + "-" + hex(3);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private String hex(int digits) {
        return FindingContents.hex(random, digits);
    }
}
