package io.github.cameldatadog.findings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cameldatadog.findings.internal.ReportJson;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Converter;

/** What a report is as a message body of another type: JSON as bytes and as tree, a summary as text. */
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
}
