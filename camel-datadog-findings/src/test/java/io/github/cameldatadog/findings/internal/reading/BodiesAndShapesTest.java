package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.MAPPER;
import static io.github.cameldatadog.findings.internal.reading.Reading.READER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.WrappedFile;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the body is, and whatever shape its findings have, the findings are the same. */
public class BodiesAndShapesTest {

    private static final String FIELDS =
            """
            "finding_id": "%s", "severity": "high", "title": "Bücher \\"offen\\" 🔓", "status": "open",
            "rule": {"name": "Öffentlicher Speicher", "id": "rule-1", "query": {"deep": [1, [2]]}},
            "description": "not kept", "first_seen_at": 1765838312079, "advisory": {"cve": ["CVE-1", "CVE-2"]},
            "workflow": {"mute": {"is_muted": false}, "integrations": {"cases": [
                {"id": "case-1", "key": "SEC-1", "status": "CLOSED", "title": "t", "created_at": 1765838312079,
                 "created_by": {"id": "user-1"}, "insights": [{"a": 1}],
                 "servicenow_ticket": {"sys_id": "sys-1", "table_name": "incident", "url": "https://snow.example/1"}}]}}
            """;
    private static final String TAGS = "\"tags\": [\"env:prod\", \"team:platform\", \"team:second\"]";
    private static final String FIRST = "finding-one==";
    private static final String SECOND = "finding~two-";

    @TempDir
    public static Path directory;

    private static String custom(String id) {
        return "{\"attributes\": {\"timestamp\": 5, \"attributes\": {\"custom\": {%s}}, %s}, \"type\": \"finding\", \"id\": \"%s\"}"
                .formatted(FIELDS.formatted(id), TAGS, id);
    }

    private static String schema(String id) {
        return "{\"id\": \"%s\", \"type\": \"finding\", \"attributes\": {%s, \"attributes\": {%s}}}"
                .formatted(id, TAGS, FIELDS.formatted(id));
    }

    private static String bare(String id) {
        return "{%s, %s}".formatted(TAGS, FIELDS.formatted(id));
    }

    private static String reference(String id) {
        return "{\"type\": \"findings\", \"id\": \"%s\"}".formatted(id);
    }

    private static String text(String id) {
        return "\"" + id + "\"";
    }

    private static String ticket(String id) {
        return "{\"relationships\": {\"findings\": {\"data\": [%s]}}, \"type\": \"servicenow_tickets\"}"
                .formatted(reference(id));
    }

    /** Documents of two findings, by the name of their shape. */
    public static Map<String, String> shapes() {
        Map<String, String> documents = new LinkedHashMap<>();
        Map<String, List<String>> elements = new LinkedHashMap<>();
        elements.put("fields under custom", List.of(custom(FIRST), custom(SECOND)));
        elements.put("fields by schema", List.of(schema(FIRST), schema(SECOND)));
        elements.put("bare objects", List.of(bare(FIRST), bare(SECOND)));
        elements.put("references", List.of(reference(FIRST), reference(SECOND)));
        elements.put("ids", List.of(text(FIRST), text(SECOND)));
        elements.put("tickets", List.of(ticket(FIRST), ticket(SECOND)));
        elements.forEach((shape, both) -> {
            String array = "[" + String.join(",", both) + "]";
            documents.put("array of " + shape, array);
            documents.put(
                    "envelope of " + shape, "{\"data\": " + array + ", \"meta\": {\"page\": {\"after\": \"x\"}}}");
            documents.put(
                    "envelope, data last, of " + shape, "{\"links\": [1], \"meta\": {}, \"data\": " + array + "}");
            documents.put(
                    "envelope of one, and another, of " + shape,
                    "{\"data\": " + both.get(0) + "}\n{\"data\": " + both.get(1) + "}");
            documents.put("NDJSON of " + shape, String.join("\r\n", both) + "\n");
            documents.put("array of arrays of " + shape, "[[" + both.get(0) + "],[],[[" + both.get(1) + "]]]");
            documents.put("array of answers of " + shape, "[{\"data\":" + array + "},{\"data\":[]}]");
        });
        documents.put(
                "a mixture of references, ids and envelopes",
                "[" + reference(FIRST) + ",{\"data\":[" + text(SECOND) + "]}]");
        return documents;
    }

    static List<Finding> expected(String shape) {
        boolean idsOnly = shape.contains("references") || shape.contains("ids") || shape.contains("tickets");
        return Stream.of(FIRST, SECOND)
                .map(id -> idsOnly ? Finding.ofId(id) : full(id))
                .toList();
    }

    private static Finding full(String id) {
        AttachedCase attached = new AttachedCase(
                "case-1",
                "SEC-1",
                "CLOSED",
                "t",
                Instant.ofEpochMilli(1765838312079L),
                "user-1",
                "https://snow.example/1",
                "sys-1");
        Map<String, String> fields = Map.of(
                "severity", "high",
                "title", "Bücher \"offen\" 🔓",
                "status", "open",
                "rule.name", "Öffentlicher Speicher",
                "rule.id", "rule-1",
                "first_seen_at", "1765838312079",
                "advisory.cve", "CVE-1, CVE-2",
                "workflow.mute.is_muted", "false");
        return Finding.of(id, fields, List.of("team:platform", "team:second")).withCases(List.of(attached), null);
    }

    /** A way to make a body of a JSON document. */
    public interface Kind {
        Object body(String json) throws Exception;
    }

    /** Ways to make a body of a JSON document, by their names. */
    public static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("String", json -> json);
        kinds.put("String with a mark", json -> "\uFEFF \n" + json);
        kinds.put("byte[]", json -> json.getBytes(UTF_8));
        kinds.put("byte[] with a mark", json -> ("\uFEFF\n " + json).getBytes(UTF_8));
        kinds.put("byte[] in UTF-16", json -> json.getBytes(StandardCharsets.UTF_16));
        kinds.put("byte[] in UTF-16LE without a mark", json -> (" \n" + json).getBytes(StandardCharsets.UTF_16LE));
        kinds.put("byte[] in UTF-32", json -> json.getBytes("UTF-32"));
        kinds.put("InputStream", json -> new ByteArrayInputStream(json.getBytes(UTF_8)));
        kinds.put("InputStream, byte by byte", json -> new TricklingStream(json.getBytes(UTF_8)));
        kinds.put("Reader", StringReader::new);
        kinds.put("Reader with a mark", json -> new StringReader("\uFEFF\t" + json));
        kinds.put("Path", BodiesAndShapesTest::path);
        kinds.put("File", json -> path(json).toFile());
        kinds.put("WrappedFile of a file", json -> new Wrapped<>(path(json).toFile(), null));
        kinds.put("WrappedFile of a path", json -> new Wrapped<>(path(json), null));
        kinds.put(
                "WrappedFile moved",
                json -> new Wrapped<>(new File("gone.json"), path(json).toFile()));
        kinds.put("WrappedFile of remote bytes", json -> new Wrapped<>("an FTP entry", json.getBytes(UTF_8)));
        kinds.put("InputStreamCache", json -> new InputStreamCache(json.getBytes(UTF_8)));
        kinds.put(
                "FileInputStreamCache",
                json -> new FileInputStreamCache(path(json).toFile()));
        kinds.put("ReaderCache", ReaderCache::new);
        kinds.put("a cache that is no stream", WritingCache::new);
        kinds.put("JsonNode", json -> MAPPER.valueToTree(roots(json)));
        kinds.put("list of JsonNodes", BodiesAndShapesTest::roots);
        kinds.put("list of maps", json -> values(json));
        kinds.put("array of maps", json -> values(json).toArray());
        kinds.put("iterator of maps", json -> values(json).iterator());
        kinds.put("stream of maps", json -> values(json).stream());
        kinds.put("iterable of maps", json -> (Iterable<?>) values(json)::iterator);
        kinds.put("list of documents", json -> roots(json).stream()
                .map(root -> root.isTextual() ? root.textValue() : root.toString())
                .toList());
        kinds.put(
                "list of lists of files",
                json -> List.of(List.of(), List.of(path(json).toFile())));
        return kinds;
    }

    private static List<JsonNode> roots(String json) throws Exception {
        return MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(json).readAll();
    }

    private static List<Object> values(String json) throws Exception {
        List<Object> values = new ArrayList<>();
        for (JsonNode root : roots(json)) {
            values.add(MAPPER.convertValue(root, Object.class));
        }
        return values;
    }

    private static Path path(String json) throws Exception {
        return Files.writeString(Files.createTempFile(directory, "findings", ".json"), json);
    }

    static Stream<Arguments> kindsOfBodies() {
        return kinds().entrySet().stream().map(kind -> Arguments.of(kind.getKey(), kind.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsOfBodies")
    void every_kind_of_body_gives_the_same_findings_in_every_shape(String name, Kind kind) throws Exception {
        for (Map.Entry<String, String> shape : shapes().entrySet()) {
            assertThat(Reading.findings(kind.body(shape.getValue())))
                    .as(shape.getKey())
                    .isEqualTo(expected(shape.getKey()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsOfBodies")
    void a_body_that_can_be_read_twice_gives_the_same_again(String name, Kind kind) throws Exception {
        String document = shapes().get("envelope of bare objects");
        Object body = kind.body(document);
        boolean once = name.matches("InputStream(, .*)?|Reader|Reader with a mark|iterator.*|stream.*|iterable.*");

        assertThat(READER.canReadTwice(body)).isEqualTo(!once);
        if (!once) {
            READER.readThrough(body);
            try (FindingSource abandoned = READER.open(body)) {
                assertThat(abandoned.next()).isNotNull();
            }
            assertThat(Reading.findings(body)).isEqualTo(Reading.findings(document));
            assertThat(Reading.findings(body)).isEqualTo(Reading.findings(document));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsOfBodies")
    void nothing_in_it_is_no_findings_and_no_error(String name, Kind kind) throws Exception {
        for (String empty : List.of("", " \r\n\t", "[]", "[[],[]]", "{\"data\":[]}", "{\"data\":null,\"meta\":1}")) {
            boolean blankElement = empty.isBlank() && name.contains("list of documents");
            if (!blankElement) {
                assertThat(Reading.elements(kind.body(empty))).as(empty).isEmpty();
            }
        }
    }

    /** A file of some component of Camel's. */
    record Wrapped<T>(T file, Object body) implements WrappedFile<T> {
        @Override
        public T getFile() {
            return file;
        }

        @Override
        public Object getBody() {
            return body;
        }

        @Override
        public long getFileLength() {
            return 0;
        }
    }
}
