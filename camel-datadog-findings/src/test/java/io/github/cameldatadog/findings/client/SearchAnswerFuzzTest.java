package io.github.cameldatadog.findings.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.cameldatadog.findings.client.Answer.Received;
import io.github.cameldatadog.findings.ticket.AttachedCase;
import io.github.cameldatadog.findings.ticket.Finding;
import java.time.Instant;

/** Whatever comes back from a search: a page with ids that can be asked for, or the reason why nothing was learnt. */
class SearchAnswerFuzzTest {

    @FuzzTest
    @DictionaryFile(resourcePath = "search-answer.dict")
    void isAPageOrAReason(byte[] written) {
        Received answer = WrittenAnswer.read(written);
        SearchAnswer<SearchPage> meaning =
                SearchAnswer.of(WrittenAnswer.delivered(answer), "datadoghq.com", "", SearchCodec::read);
        SearchAnswer<FoundPage> whole = SearchAnswer.of(
                WrittenAnswer.delivered(answer),
                "datadoghq.com",
                "",
                body -> SearchCodec.readWhole(body, Instant.EPOCH));

        if (meaning instanceof SearchAnswer.Page<SearchPage> page) {
            assertThat(answer.status()).isEqualTo(200);
            checkPage(page.page());
            assertThat(readPage(answer)).isEqualTo(page.page());
            checkWhole(page.page(), ((SearchAnswer.Page<FoundPage>) whole).page());
        } else {
            assertThat(whole).isInstanceOf(SearchAnswer.Failed.class);
            SearchAnswer.Failed<SearchPage> failed = (SearchAnswer.Failed<SearchPage>) meaning;
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

    /** Read with all its fields, a page is the same page. */
    private static void checkWhole(SearchPage page, FoundPage whole) {
        assertThat(whole.next()).isEqualTo(page.next());
        assertThat(whole.findings())
                .extracting(Finding::id)
                .isEqualTo(page.findings().stream().map(FoundFinding::id).toList());
        for (int at = 0; at < whole.findings().size(); at++) {
            Finding finding = whole.findings().get(at);
            assertThat(finding.cases()).isEqualTo(page.findings().get(at).cases());
            finding.fields().keySet().stream()
                    .filter(path -> !path.startsWith("tags.")) // which asks for a tag
                    .forEach(path -> assertThat(finding.field(path)).as(path).isNotNull());
            assertThat(finding.toMap()).containsEntry("finding_id", finding.id());
            finding.changedAt();
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
