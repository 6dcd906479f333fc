package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.history.Attachment;
import java.util.ArrayList;
import java.util.List;

/**
 * We put no finding on a ticket twice, over all history and all exchanges of the context: not by moving it either, for the
 * ledger knows whose ticket it is. Another ticket may follow with {@code reticket=true} one whose case was closed. What cannot
 * be avoided with {@code onUnknown=resend} is counted, and not broken.
 */
final class AtMostOneTicket implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return pairs(record).stream()
                .filter(pair -> !pair.isReopening(record) && !pair.isUnavoidable(record))
                .map(pair -> pair.earlier().findingId() + " was put on " + pair.earlier() + " and on " + pair.later())
                .toList();
    }

    /** How many findings were put on a second ticket by sending again what no look could have shown. */
    static long unavoidable(CampaignRecord record) {
        return pairs(record).stream()
                .filter(pair -> !pair.isReopening(record) && pair.isUnavoidable(record))
                .count();
    }

    /** How many findings got another ticket after one that was closed. */
    static long reopenings(CampaignRecord record) {
        return pairs(record).stream().filter(pair -> pair.isReopening(record)).count();
    }

    private static List<Pair> pairs(CampaignRecord record) {
        List<Pair> pairs = new ArrayList<>();
        EffectiveCreates.byFinding(record).values().forEach(puts -> {
            for (int later = 1; later < puts.size(); later++) {
                pairs.add(new Pair(puts.get(later - 1), puts.get(later)));
            }
        });
        return pairs;
    }

    /** A finding was put on a ticket, and then on the next one. */
    private record Pair(Attachment earlier, Attachment later) {

        boolean isReopening(CampaignRecord record) {
            return record.exchangeOf(later.requestNumber().orElseThrow()).has("reticket", "true") && wasClosed(record);
        }

        private boolean wasClosed(CampaignRecord record) {
            boolean byDeed = record.deeds().stream()
                    .filter(deed -> deed.what() == Deed.What.CLOSE_CASES
                            && deed.caseIds().contains(earlier.caseId()))
                    .anyMatch(deed -> !deed.at().isAfter(later.at()));
            return byDeed
                    || record.server().cases().stream()
                            .filter(one -> one.id().equals(earlier.caseId()))
                            .flatMap(one -> one.closedAt().stream())
                            .anyMatch(at -> at.isBefore(later.at()));
        }

        /** What was sent first may take effect last. */
        boolean isUnavoidable(CampaignRecord record) {
            boolean inOrder = earlier.requestNumber().orElseThrow()
                    < later.requestNumber().orElseThrow();
            Attachment sentFirst = inOrder ? earlier : later;
            Attachment sentAgain = inOrder ? later : earlier;
            return HiddenEffects.couldNotBeSeen(sentFirst, record)
                    && HiddenEffects.wasLookedFor(sentFirst, sentAgain, record);
        }
    }
}
