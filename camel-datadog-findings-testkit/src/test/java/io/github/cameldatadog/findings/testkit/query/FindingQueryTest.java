package io.github.cameldatadog.findings.testkit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingQueryTest {

    private static final List<String> TAGS = List.of("team:platform", "env:prod", "image:web:1.2", "lonely");

    private static final ObjectNode FIELDS = fields();

    private static ObjectNode fields() {
        try {
            return (ObjectNode)
                    new JsonMapper()
                            .readTree(
                                    """
                            {"finding_id":"ZGVm-aS0w_Zg==","severity":"high","status":"in-progress",
                             "rule":{"name":"Port 22 (SSH) is \\"open\\"","id":"def-1"},
                             "service":{"name":"check out"},
                             "severity_details":{"adjusted":{"score":7.5}},
                             "code_location":{"line_start":120},
                             "risk":{"is_production":true,"has_exploit":false},
                             "advisory":{"aliases":["CVE-2024-1","CVE-2024-2"],"cve":null},
                             "workflow":{"integrations":{"cases":[{"key":"SEC-1","status":"OPEN"},{"key":"SEC-2","status":"CLOSED"}]}},
                             "path":"C:\\\\temp","star":"a*b","empty":[]}
                            """);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean matches(String query) throws QueryException {
        return FindingQuery.parse(query).matches(FIELDS, TAGS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "*",
                "*:*",
                "@severity:high",
                "@severity:\"high\"",
                " @severity:high ",
                "@severity:(high)",
                "@severity:(critical OR high)",
                "@severity:(critical OR \"high\" OR low)",
                "@severity:( critical OR high )",
                "@status:in-progress",
                "@severity:high @status:in-progress",
                "@severity:high AND @status:in-progress",
                "@severity:low OR @status:in-progress",
                "@severity:low OR (@status:in-progress team:platform)",
                "@severity:low AND @severity:low OR @severity:high",
                "-@severity:low",
                "NOT @severity:low",
                "NOT (@severity:low OR @severity:critical)",
                "-(@severity:low)",
                "@severity:high -@status:open",
                "@severity:high AND NOT @status:open",
                "--@severity:high",
                "@severity:(NOT low AND NOT critical)",
                "@severity:(-low -critical)",
                "(@severity:high)(@status:in-progress)",
                "((@severity:high))",
                "team:platform",
                "team:(data OR platform)",
                "-team:data",
                "team:plat*",
                "team:*",
                "image:\"web:1.2\"",
                "image:web\\:1.2",
                "@rule.name:\"Port 22 (SSH) is \\\"open\\\"\"",
                "@rule.name:Port*",
                "@rule.name:*SSH*",
                "@rule.id:def-?",
                "@service.name:check\\ out",
                "@service.name:\"check out\"",
                "@finding_id:(\"ZGVm-aS0w_Zg==\" OR \"other\")",
                "@finding_id:ZGVm-aS0w_Zg==",
                "@severity_details.adjusted.score:7.5",
                "@severity_details.adjusted.score:7.50",
                "@severity_details.adjusted.score:>=7.5",
                "@severity_details.adjusted.score:>7",
                "@severity_details.adjusted.score:<8",
                "@severity_details.adjusted.score:<=7.5",
                "@severity_details.adjusted.score:[7 TO 8]",
                "@severity_details.adjusted.score:[7.5 TO 7.5]",
                "@severity_details.adjusted.score:[* TO 8]",
                "@severity_details.adjusted.score:[7 TO *]",
                "@severity_details.adjusted.score:{7 TO 8}",
                "@severity_details.adjusted.score:(>7 AND <8)",
                "@code_location.line_start:>-5",
                "@risk.is_production:true",
                "@risk.has_exploit:false",
                "@advisory.aliases:CVE-2024-2",
                "@advisory.aliases:(CVE-2024-1 CVE-2024-2)",
                "@advisory.aliases:*",
                "-@advisory.cve:*",
                "-@nothing.here:*",
                "-@empty:*",
                "@workflow.integrations.cases.key:SEC-2",
                "@workflow.integrations.cases.key:*",
                "@path:\"C:\\\\temp\"",
                "@star:\"a*b\"",
                "@star:a\\*b",
                "@star:a*",
                "@severity:HIGH OR @severity:high"
            })
    void itMatches(String query) throws QueryException {
        assertThat(matches(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@severity:low",
                "@severity:-low",
                "@severity:High",
                "@severity:hig",
                "@severity:\"hi*\"",
                "-@severity:high",
                "NOT @severity:high",
                "@severity:(low OR critical)",
                "@severity:high @status:open",
                "@severity:(NOT high)",
                "severity:high",
                "@team:platform",
                "team:Platform",
                "lonely:*",
                "@rule:*x",
                "@advisory.cve:*",
                "@empty:*",
                "@severity.name:high",
                "@severity:>1",
                "@severity_details.adjusted.score:>7.5",
                "@severity_details.adjusted.score:<7.5",
                "@severity_details.adjusted.score:{7.5 TO 8}",
                "@severity_details.adjusted.score:[8 TO *]",
                "@severity_details.adjusted.score:7",
                "@risk.is_production:yes",
                "@star:\"a?b\"",
                "-*",
                "@severity:low @severity:high OR @status:open"
            })
    void itDoesNotMatch(String query) throws QueryException {
        assertThat(matches(query)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "high",
                "\"high\"",
                "@severity",
                "@severity:",
                "@severity: high",
                "@:high",
                "@a..b:c",
                "@severity:(high",
                "@severity:high)",
                "(@severity:high",
                "()",
                "@severity:()",
                "@severity:(OR high)",
                "@severity:(high OR)",
                "@severity:high OR",
                "@severity:high AND",
                "AND @severity:high",
                "OR",
                "NOT",
                "-",
                "@severity:\"high",
                "@severity:high or @severity:low",
                "@severity=high",
                "image:web:1.2",
                "@a:b@c",
                "@a:{b}",
                "@score:>x",
                "@score:>",
                "@score:[1 2]",
                "@score:[1 TO]",
                "@score:[a TO b]",
                "@score:[1 TO 2",
                "@a:!b",
                "@severity:high && @status:open",
                "@a:\"b\"c"
            })
    void itIsNotUnderstood(String query) {
        assertThatThrownBy(() -> FindingQuery.parse(query))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("position")
                .hasMessageContaining(query);
    }

    @Test
    void theDepthIsBounded() {
        assertThatThrownBy(() -> FindingQuery.parse("(".repeat(100_000) + "*")).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> FindingQuery.parse("-".repeat(100_000) + "*")).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> FindingQuery.parse("@a:" + "(".repeat(100_000)))
                .isInstanceOf(QueryException.class);
    }

    @Test
    void theIdsAQueryIsLimitedToAreKnown() throws QueryException {
        assertThat(FindingQuery.parse("@status:open @finding_id:(a OR \"b\")")
                        .onlyIds()
                        .orElseThrow())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(FindingQuery.parse("@finding_id:a OR @finding_id:b")
                        .onlyIds()
                        .orElseThrow())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(FindingQuery.parse("@finding_id:a OR @status:open").onlyIds())
                .isEmpty();
        assertThat(FindingQuery.parse("-@finding_id:a").onlyIds()).isEmpty();
        assertThat(FindingQuery.parse("@finding_id:a*").onlyIds()).isEmpty();
        assertThat(FindingQuery.parse("@finding_id:(a OR b*)").onlyIds()).isEmpty();
    }
}
