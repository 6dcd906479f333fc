package io.github.cameldatadog.findings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Property(tries = 200)
    void a_set_answers_as_a_hash_set_does(@ForAll @Size(max = 500) List<@StringLength(max = 2) String> ids) {
        FingerprintSet fingerprints = new FingerprintSet();
        Set<String> model = new HashSet<>();
        for (String id : ids) {
            assertThat(fingerprints.contains(id)).isEqualTo(model.contains(id));
            assertThat(fingerprints.add(id)).isEqualTo(model.add(id));
        }
        assertThat(fingerprints.size()).isEqualTo(model.size());
        assertThat(ids).allMatch(fingerprints::contains);
    }

    @Property(tries = 200)
    void a_map_answers_as_a_hash_map_does(
            @ForAll @Size(max = 500) List<@StringLength(max = 2) String> ids, @ForAll int start) {
        FingerprintMap fingerprints = new FingerprintMap();
        Map<String, Integer> model = new HashMap<>();
        int value = start;
        for (String id : ids) {
            assertThat(fingerprints.put(id, value)).isEqualTo(model.put(id, value) == null);
            value++;
        }
        assertThat(fingerprints.size()).isEqualTo(model.size());
        assertThat(ids).allMatch(id -> fingerprints.get(id, start - 1) == model.get(id));
        assertThat(fingerprints.get("never put", -7)).isEqualTo(-7);
    }

    @Test
    void half_a_million_ids_keep_their_values_in_less_than_54_bytes_each() {
        int many = 500_000;
        FingerprintMap map = new FingerprintMap();
        FingerprintSet set = new FingerprintSet();
        for (int i = 0; i < many; i++) {
            assertThat(map.put("finding-" + i, i)).isTrue();
            assertThat(set.add("finding-" + i)).isTrue();
        }
        for (int i = 0; i < many; i++) {
            assertThat(map.get("finding-" + i, -1)).isEqualTo(i);
            assertThat(set.add("finding-" + i)).isFalse();
        }
        assertThat(map.bytes() / many).isLessThan(54);
        assertThat(set.bytes() / many).isLessThan(43);
    }

    @Test
    void ids_with_different_unpaired_surrogates_are_different_ids() {
        FingerprintSet set = new FingerprintSet();

        assertThat(set.add("\uD800")).isTrue();
        assertThat(set.add("\uD801")).isTrue();
    }
}
