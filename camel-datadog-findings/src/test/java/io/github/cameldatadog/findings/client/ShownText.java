package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

/** What every text has to be that is shown to a person and may hold what somebody sent. */
final class ShownText {

    private ShownText() {}

    static void check(String text, int most) {
        assertThat(text.length()).isLessThanOrEqualTo(most);
        assertThat(text.chars().anyMatch(Character::isISOControl))
                .withFailMessage(() -> "control characters in " + text)
                .isFalse();
    }
}
