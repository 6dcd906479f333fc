package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.cameldatadog.findings.client.Answer.Received;
import java.util.Locale;
import java.util.stream.Stream;

/** Whatever an error's body holds, whoever wrote it: short words on one line, and one verdict on what has to change. */
class ErrorBodyFuzzTest {

    private final RefusalWords refusals = new RefusalWords("datadoghq.com");

    @FuzzTest
    @DictionaryFile(resourcePath = "error-body.dict")
    void comesToShortWordsAndOneVerdict(byte[] written) {
        Received answer = WrittenAnswer.read(written);
        String words = ErrorBody.words(answer.body(), answer.header("content-type"));

        ShownText.check(words, ErrorBody.MOST_CHARACTERS);
        assertThat(RefusalWords.told(answer)).startsWith(answer.status() + "").contains(words);
        Stream.of(refusals.refusal(answer), refusals.redirect(answer), refusals.rateLimit(answer))
                .forEach(text -> ShownText.check(text, 1_500));
        checkVerdict(answer, words.toLowerCase(Locale.ROOT));
    }

    private static void checkVerdict(Received answer, String words) {
        int status = answer.status();
        boolean namesNoFinding = status == 404 && words.contains("finding not found");

        assertThat(Refusal.namesNoFinding(answer)).isEqualTo(namesNoFinding);
        assertThat(Refusal.refusesProject(answer)).isEqualTo(status == 404 && words.contains("project not found"));
        assertThat(Refusal.isAboutData(answer)).isEqualTo(status == 400 || status == 422 || namesNoFinding);
        if (Refusal.isAboutData(answer) || Refusal.isAboutSize(answer)) {
            assertThat(Refusal.isAboutSetUp(answer)).isFalse();
            assertThat(Refusal.refusesKeys(answer)).isFalse();
        }
    }
}
