package io.github.cameldatadog.findings.testkit.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.fault.FaultAnswer;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Turns what the application made of a request into the answer that a fault leaves of it. */
final class AnswerWriter {

    private AnswerWriter() {}

    static HttpAnswer write(Processed processed, Fault fault) {
        FaultAnswer change = fault.answer();
        if (change.replacement().isPresent()) {
            HttpAnswer replacement = change.replacement().get();
            boolean fromGateway = replacement.status() >= 300;
            if (fromGateway || processed.isSuccess()) {
                return replacement;
            }
        }
        HttpAnswer answer = processed.isSuccess() ? success(processed, change) : processed.answer();
        return change.gzip() && answer.bodyLength() > 0 ? gzip(answer) : answer;
    }

    private static HttpAnswer success(Processed processed, FaultAnswer change) {
        HttpAnswer answer = processed.answer();
        int status = change.status().orElse(answer.status());
        if (processed.document().isEmpty()) {
            return answer.withStatus(status);
        }
        ObjectNode document = processed.document().get();
        if (!change.edits().isEmpty() && processed.casesByTicket().isEmpty()) {
            document = document.deepCopy();
        }
        for (var edit : change.edits()) {
            edit.edit(document, processed.casesByTicket());
        }
        byte[] body = status == 204 ? new byte[0] : document.toString().getBytes(StandardCharsets.UTF_8);
        return answer.withStatus(status).withBody(body);
    }

    private static HttpAnswer gzip(HttpAnswer answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.withBody(bytes.toByteArray()).with("Content-Encoding", "gzip");
    }
}
