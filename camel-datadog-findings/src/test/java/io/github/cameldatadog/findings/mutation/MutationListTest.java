package io.github.cameldatadog.findings.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the list of mutations true to the sources, so that each can be run at any time. */
class MutationListTest {

    static List<Mutation> all() throws IOException {
        return Mutation.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void takesOutOnePlaceThatIsThere(Mutation mutation) throws IOException {
        assertThat(mutation.applied()).isNotEqualTo(Files.readString(mutation.source()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void namesTestsThatAreThere(Mutation mutation) {
        assertThat(mutation.tests()).isNotEmpty().allSatisfy(test -> assertThatCode(() -> Class.forName(test))
                .doesNotThrowAnyException());
    }
}
