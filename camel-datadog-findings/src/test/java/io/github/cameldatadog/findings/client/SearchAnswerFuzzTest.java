package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.AttachedCase;

/** Whatever comes back from a search: a page with ids that can be asked for, or the reason why nothing was learnt. */
class SearchAnswerFuzzTest {

    @FuzzTest
    @DictionaryFile(resourcePath = "search-answer.dict")
    void isAPageOrAReason(byte[] written) {
        Received answer = WrittenAnswer.read(written);
        SearchAnswer meaning = SearchAnswer.of(WrittenAnswer.delivered(answer), "datadoghq.com");

        if (meaning instanceof SearchAnswer.Page page) {
            assertThat(answer.status()).isEqualTo(200);
            checkPage(page.page());
            assertThat(readPage(answer)).isEqualTo(page.page());
        } else {
            SearchAnswer.Failed failed = (SearchAnswer.Failed) meaning;
            ShownText.check(failed.reason(), 1_500);
            assertThat(failed.reason()).isNotBlank();
            assertThat(failed.setUp()).isEqualTo(answer.status() == 401 || answer.status() == 403);
            assertThat(answer.status() == 200 && readPage(answer) != null).isFalse();
        }
    }

    /** The page; null if the body is none. */
    private static SearchPage readPage(Received answer) {
        try {
            return SearchCodec.read(answer.body());
        } catch (UnreadableAnswerException documented) {
            return null;
        }
    }

    private static void checkPage(SearchPage page) {
        page.next().ifPresent(cursor -> assertThat(cursor).isNotBlank());
        for (FoundFinding finding : page.findings()) {
            assertThat(finding.id()).isNotBlank();
            finding.cases().ifPresent(cases -> assertThat(cases)
                    .allSatisfy(each -> assertThat(each.label()).isNotBlank())
                    .extracting(AttachedCase::id)
                    .allMatch(id -> !id.isBlank()));
        }
    }
}
