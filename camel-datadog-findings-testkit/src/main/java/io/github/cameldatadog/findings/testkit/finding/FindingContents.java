package io.github.cameldatadog.findings.testkit.finding;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** The fields that the types of findings differ by. */
final class FindingContents {

    private static final String[] PACKAGES = {"openssl", "zlib1g", "log4j-core", "lodash", "requests", "glibc"};
    private static final String[] REGIONS = {"us-east-1", "eu-central-1", "ap-northeast-1"};
    private static final String[] BUCKETS = {"invoices", "exports", "images", "audit"};

    private FindingContents() {}

    static void fill(SimulatedFinding.Builder finding, FindingType type, Random random) {
        switch (type) {
            case API_SECURITY -> apiSecurity(finding, random);
            case ATTACK_PATH -> cloud(finding, random, "attack-path", "Public host can read a private bucket");
            case HOST_AND_CONTAINER_VULNERABILITY -> hostVulnerability(finding, random);
            case IAC_MISCONFIGURATION -> iac(finding, random);
            case IDENTITY_RISK -> cloud(finding, random, "identity", "Role may change its own permissions");
            case LIBRARY_VULNERABILITY -> libraryVulnerability(finding, random);
            case MISCONFIGURATION -> cloud(finding, random, "bucket", "Bucket does not block public access");
            case RUNTIME_CODE_VULNERABILITY -> code(finding, random, "sql-injection", "SQL built from user input");
            case SECRET -> code(finding, random, "aws-access-key", "Access key in source code");
            case SENSITIVE_DATA -> cloud(finding, random, "sensitive-data", "Card numbers in a bucket");
            case STATIC_CODE_VULNERABILITY -> code(finding, random, "weak-hash", "Password hashed with MD5");
            case WORKLOAD_ACTIVITY -> workload(finding, random);
        }
    }

    private static void rule(SimulatedFinding.Builder finding, String prefix, Random random, String name) {
        finding.rule(prefix + "-" + random.nextInt(12), name).title(name).field("rule.type", prefix);
    }

    private static void resource(SimulatedFinding.Builder finding, String type, String id, String name) {
        finding.field("resource_id", id).field("resource_name", name).field("resource_type", type);
    }

    private static void cloud(SimulatedFinding.Builder finding, Random random, String prefix, String name) {
        rule(finding, prefix, random, name);
        String account = Long.toString(100_000_000_000L + random.nextInt(4));
        String bucket = pick(random, BUCKETS) + "-" + hex(random, 6);
        resource(finding, "aws_s3_bucket", "arn:aws:s3:::" + bucket, bucket);
        finding.field("cloud_resource.account", account)
                .field("cloud_resource.region", pick(random, REGIONS))
                .field("cloud_resource.cloud_provider", "aws")
                .field("compliance.evaluation", "fail");
    }

    private static void hostVulnerability(SimulatedFinding.Builder finding, Random random) {
        String host = "ip-10-0-" + random.nextInt(256) + "-" + random.nextInt(256) + ".internal";
        advisory(finding, random);
        resource(finding, "host", hex(random, 32), host);
        finding.field("host.name", host)
                .field("host.os", Map.of("name", "ubuntu", "version", "24.04"))
                .field("vulnerability.stack.ecosystem", "deb");
    }

    private static void libraryVulnerability(SimulatedFinding.Builder finding, Random random) {
        advisory(finding, random);
        git(finding, random);
        finding.field("vulnerability.stack.ecosystem", "maven").field("package.scope", "production");
    }

    private static void advisory(SimulatedFinding.Builder finding, Random random) {
        String cve = "CVE-202" + random.nextInt(6) + "-" + (10_000 + random.nextInt(40_000));
        String name = pick(random, PACKAGES);
        rule(finding, "advisory", random, name + " has a known vulnerability");
        finding.field("advisory.cve", cve)
                .field("advisory.id", "TRIVY-" + cve)
                .field("advisory.aliases", List.of(cve))
                .field("package.name", name)
                .field("package.version", "1." + random.nextInt(20) + "." + random.nextInt(10))
                .field("severity_details.adjusted.score", random.nextInt(100) / 10.0)
                .field("risk.has_exploit_available", random.nextInt(10) == 0)
                .field("vulnerability.hash", hex(random, 64));
    }

    private static void git(SimulatedFinding.Builder finding, Random random) {
        String repository = "example.org/shop/" + pick(random, new String[] {"web", "api", "jobs"});
        resource(finding, "repository", repository, repository);
        finding.field("git.repository_id", repository)
                .field("git.sha", hex(random, 40))
                .field("git.branch", "main")
                .field("git.is_default_branch", true);
    }

    private static void code(SimulatedFinding.Builder finding, Random random, String prefix, String name) {
        rule(finding, prefix, random, name);
        git(finding, random);
        finding.field("code_location.filename", "src/main/java/shop/Order" + random.nextInt(30) + ".java")
                .field("code_location.line_start", 1 + random.nextInt(400));
    }

    private static void iac(SimulatedFinding.Builder finding, Random random) {
        rule(finding, "terraform", random, "Load balancer listens without TLS");
        git(finding, random);
        finding.field("iac_resource.platform", "terraform")
                .field("iac_resource.provider", "aws")
                .field("code_location.filename", "infra/lb" + random.nextInt(9) + ".tf");
    }

    private static void apiSecurity(SimulatedFinding.Builder finding, Random random) {
        rule(finding, "api", random, "Endpoint answers without authentication");
        String path = "/v1/orders/{id}/" + pick(random, new String[] {"lines", "payments", "notes"});
        resource(finding, "api_endpoint", "GET " + path, "GET " + path);
        finding.field("api_endpoint.method", "GET")
                .field("api_endpoint.path", path)
                .field("api_endpoint.operation_name", "http.request");
    }

    private static void workload(SimulatedFinding.Builder finding, Random random) {
        rule(finding, "workload", random, "Shell started in a container");
        String container = hex(random, 64);
        resource(finding, "container", container, "web-" + hex(random, 5));
        finding.field("container_image.name", "registry.example.org/web:" + random.nextInt(90))
                .field("workload.process.name", "sh");
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    static String hex(Random random, int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
