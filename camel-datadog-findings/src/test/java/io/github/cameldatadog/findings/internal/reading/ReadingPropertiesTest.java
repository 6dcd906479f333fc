package io.github.cameldatadog.findings.internal.reading;

import static io.github.cameldatadog.findings.internal.reading.Reading.MAPPER;
import static io.github.cameldatadog.findings.internal.reading.Reading.READER;
import static io.github.cameldatadog.findings.internal.reading.Reading.elements;
import static io.github.cameldatadog.findings.internal.reading.Reading.findings;
import static io.github.cameldatadog.findings.internal.reading.Reading.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.cameldatadog.findings.MalformedFindingsException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReadingPropertiesTest {

    @Property(tries = 300)
    void every_id_of_a_document_is_read_in_order_whatever_the_shapes_and_the_order_of_members(
            @ForAll @Size(max = 30) List<@From("usable") String> ids, @ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<JsonNode> elements = ids.stream().map(id -> element(id, random)).toList();
        JsonNode document = nest(elements, random, 3);
        String text = random.nextBoolean() ? document.toString() : document.toPrettyString();
        String ndjson =
                String.join("\n", elements.stream().map(JsonNode::toString).toList());

        assertThat(ids(text)).isEqualTo(ids);
        assertThat(ids(ndjson)).isEqualTo(ids);
        assertThat(ids(new ByteArrayInputStream(text.getBytes(UTF_8)))).isEqualTo(ids);
        assertThat(findings(elements)).isEqualTo(findings(text)).isEqualTo(findings(document));
        assertThat(elements(text)).extracting(FindingElement::position).isEqualTo(positions(ids.size()));
    }

    @Property(tries = 2_000)
    void bytes_of_any_kind_give_elements_or_a_refusal(@ForAll("garbage") byte[] bytes) throws Exception {
        boolean accepted = passes(() -> elements(bytes));

        assertThat(passes(() -> READER.readThrough(bytes))).isEqualTo(accepted);
        assertThat(passes(() -> elements(new TricklingStream(bytes)))).isEqualTo(accepted);
        passes(() -> elements(new String(bytes, UTF_8)));
    }

    @Property(tries = 1_000)
    void a_damaged_document_gives_elements_or_a_refusal(
            @ForAll long seed, @ForAll @IntRange(max = 5_000) int at, @ForAll byte damage, @ForAll boolean cut)
            throws Exception {
        Random random = new Random(seed);
        List<JsonNode> elements = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            elements.add(element("finding-" + i, random));
        }
        byte[] bytes = nest(elements, random, 3).toString().getBytes(UTF_8);
        int spot = at % bytes.length;
        bytes[spot] = damage;
        byte[] damaged = cut ? Arrays.copyOf(bytes, spot) : bytes;

        assertThat(passes(() -> READER.readThrough(damaged))).isEqualTo(passes(() -> elements(damaged)));
    }

    @Property(tries = 500)
    void any_json_at_all_gives_elements(@ForAll long seed) throws Exception {
        JsonNode any = MAPPER.createArrayNode().add(any(new Random(seed), 6));

        assertThat(elements(any.toString()).stream().map(ReadingPropertiesTest::withoutPlace))
                .isEqualTo(elements(any).stream()
                        .map(ReadingPropertiesTest::withoutPlace)
                        .toList());
    }

    private static Object withoutPlace(FindingElement element) {
        return element instanceof FindingElement.Invalid invalid
                ? new FindingElement.Invalid(invalid.reason(), invalid.position(), "")
                : element;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean passes(Attempt attempt) throws Exception {
        try {
            attempt.run();
            return true;
        } catch (MalformedFindingsException e) {
            assertThat(e).hasMessageContaining("Accepted are");
            return false;
        }
    }

    private static List<Long> positions(int size) {
        return LongStream.rangeClosed(1, size).boxed().toList();
    }

    @Provide
    static Arbitrary<String> usable() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("_=~-")
                .ofMinLength(8)
                .ofMaxLength(256);
    }

    @Provide
    static Arbitrary<byte[]> garbage() {
        Arbitrary<Byte> likely = Arbitraries.of("{}[]\",:\\ \n\r\tdataidtype0-9.eEnulltruefalse=~_\u0000<"
                .chars()
                .mapToObj(c -> (byte) c)
                .toList());
        Arbitrary<Byte> unlikely =
                Arbitraries.of((byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xFE, (byte) 0xFF, (byte) 0xC3);
        return Arbitraries.frequencyOf(Tuple.of(20, likely), Tuple.of(1, unlikely), Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(60);
    }

    /** A finding in one of the shapes, with its members shuffled. */
    private static JsonNode element(String id, Random random) {
        ObjectNode fields = fields(id, random);
        ArrayNode tags = MAPPER.createArrayNode().add("env:prod").add("team:" + random.nextInt(3));
        ObjectNode outer = MAPPER.createObjectNode();
        switch (random.nextInt(5)) {
            case 0 -> {
                return TextNode.valueOf(id);
            }
            case 1 -> {
                return shuffled(outer.put("id", id).put("type", "findings"), random);
            }
            case 2 -> {
                return shuffled(fields.set("tags", tags), random);
            }
            case 3 -> outer.set("attributes", shuffled(fields, random));
            default -> outer.putObject("attributes").set("custom", shuffled(fields, random));
        }
        outer.set("tags", tags);
        outer.put("timestamp", 5);
        ObjectNode element = MAPPER.createObjectNode().put("id", id).put("type", "finding");
        return shuffled(element.set("attributes", shuffled(outer, random)), random);
    }

    private static ObjectNode fields(String id, Random random) {
        ObjectNode fields = MAPPER.createObjectNode().put("finding_id", id).put("severity", "high");
        fields.put("title", "\u0000\"\\ü🔓" + random.nextInt());
        fields.putObject("rule")
                .put("id", "r" + random.nextInt(3))
                .put("data", "no envelope")
                .set("x", any(random, 3));
        fields.set("compliance", any(random, 5));
        if (random.nextBoolean()) {
            fields.putObject("workflow").putObject("integrations").set("cases", any(random, 3));
        }
        return fields;
    }

    private static ObjectNode shuffled(ObjectNode object, Random random) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.shuffle(members, random);
        ObjectNode shuffled = MAPPER.createObjectNode();
        members.forEach(member -> shuffled.set(member.getKey(), member.getValue()));
        return shuffled;
    }

    private static JsonNode nest(List<JsonNode> elements, Random random, int depth) {
        int split = elements.isEmpty() ? 0 : random.nextInt(elements.size());
        ArrayNode array = MAPPER.createArrayNode();
        if (depth == 0 || split == 0) {
            array.addAll(elements);
        } else {
            array.add(nest(elements.subList(0, split), random, depth - 1));
            array.addAll((ArrayNode) MAPPER.createArrayNode().addAll(elements.subList(split, elements.size())));
        }
        if (random.nextBoolean()) {
            return array;
        }
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.set("meta", any(random, 3));
        envelope.set("data", array);
        envelope.set("links", any(random, 3));
        return shuffled(envelope, random);
    }

    /** Any JSON, of names that mean something here. */
    private static JsonNode any(Random random, int depth) {
        String[] names = {
            "id",
            "data",
            "type",
            "attributes",
            "custom",
            "tags",
            "workflow",
            "integrations",
            "cases",
            "finding_id",
            "severity",
            "rule",
            "name",
            "key",
            "status",
            "created_by",
            "servicenow_ticket",
            "other"
        };
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> TextNode.valueOf(random.nextBoolean() ? "abcdefgh" : "finding");
            case 1 -> MAPPER.getNodeFactory().numberNode(random.nextInt());
            case 2 -> MAPPER.getNodeFactory().nullNode();
            case 3 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 4 -> MAPPER.getNodeFactory().numberNode(0.5);
            case 5 -> {
                ArrayNode array = MAPPER.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(any(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = MAPPER.createObjectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(names[random.nextInt(names.length)], any(random, depth - 1));
                }
                yield object;
            }
        };
    }
}
