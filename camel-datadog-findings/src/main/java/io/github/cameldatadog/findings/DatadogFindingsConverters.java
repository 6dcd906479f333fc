package io.github.cameldatadog.findings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.internal.ReportJson;
import io.github.cameldatadog.findings.ticket.Finding;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Converter;

/**
 * What reports and findings are as message bodies of another type. A report: JSON as bytes and as tree, a summary as text. A
 * finding: JSON as text, bytes, tree and map, as Datadog's schema writes it.
 */
@Converter(generateLoader = true)
public final class DatadogFindingsConverters {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DatadogFindingsConverters() {}

    @Converter
    public static byte[] toBytes(TicketReport report) {
        return ReportJson.write(report);
    }

    @Converter
    public static InputStream toInputStream(TicketReport report) {
        return new ByteArrayInputStream(ReportJson.write(report));
    }

    @Converter
    public static JsonNode toJsonNode(TicketReport report) throws IOException {
        return MAPPER.readTree(ReportJson.write(report));
    }

    @Converter
    public static String toText(TicketReport report) {
        return report.toString();
    }

    @Converter
    public static Map<String, Object> toMap(Finding finding) {
        return finding.toMap();
    }

    @Converter
    public static JsonNode toJsonNode(Finding finding) {
        return MAPPER.valueToTree(finding.toMap());
    }

    @Converter
    public static byte[] toBytes(Finding finding) throws IOException {
        return MAPPER.writeValueAsBytes(finding.toMap());
    }

    @Converter
    public static InputStream toInputStream(Finding finding) throws IOException {
        return new ByteArrayInputStream(toBytes(finding));
    }

    @Converter
    public static String toText(Finding finding) throws IOException {
        return MAPPER.writeValueAsString(finding.toMap());
    }
}
