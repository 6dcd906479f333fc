package io.github.cameldatadog.findings.transform;

import io.github.cameldatadog.findings.internal.ReportJson;
import io.github.cameldatadog.findings.ticket.TicketReport;
import java.nio.charset.StandardCharsets;
import org.apache.camel.spi.DataTypeTransformer;

/** The report as JSON text, the same as its body converted to bytes. */
@DataTypeTransformer(
        name = "datadog-findings:report-json",
        description = "Transforms the report of datadog-findings to JSON text")
public final class JsonReportTransformer extends ReportTransformer {

    public JsonReportTransformer() {
        super("application/json");
    }

    @Override
    String textOf(TicketReport report) {
        return new String(ReportJson.write(report), StandardCharsets.UTF_8);
    }
}
