package io.github.cameldatadog.findings.testkit.finding;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a document that was loaded.
 *
 * @param ids the findings that were added, in the order of the document
 * @param caseIds the cases that were made because findings said they are on them
 * @param skipped the elements that were left out
 */
public record LoadedFindings(List<String> ids, List<String> caseIds, List<Skipped> skipped) {

    public LoadedFindings {
        ids = List.copyOf(ids);
        caseIds = List.copyOf(caseIds);
        skipped = List.copyOf(skipped);
    }

    /**
     * An element that was left out.
     *
     * @param position counts the elements of the document from 1
     * @param reason why, in words
     */
    public record Skipped(int position, String reason) {

        @Override
        public String toString() {
            return "element " + position + ": " + reason;
        }
    }

    @Override
    public String toString() {
        String added = ids.size() + " finding(s) and " + caseIds.size() + " case(s) added";
        return skipped.isEmpty()
                ? added
                : added + ", " + skipped.size() + " element(s) skipped: "
                        + skipped.stream().limit(5).map(Skipped::toString).collect(Collectors.joining("; "))
                        + (skipped.size() > 5 ? "; ..." : "");
    }
}
