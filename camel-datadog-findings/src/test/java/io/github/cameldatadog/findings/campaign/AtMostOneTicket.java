package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.history.Attachment;
import java.util.ArrayList;
import java.util.List;

/** We put no finding on a ticket twice, over all history; but exchanges that share findings know nothing of each other. */
final class AtMostOneTicket implements CampaignRule {

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        List<String> broken = new ArrayList<>();
        EffectiveCreates.byFinding(record).forEach((finding, puts) -> {
            for (int later = 1; later < puts.size(); later++) {
                for (int earlier = 0; earlier < later; earlier++) {
                    if (!mayFollow(puts.get(earlier), puts.get(later), record)) {
                        broken.add(finding + " was put on " + puts.get(earlier) + " and on " + puts.get(later));
                    }
                }
            }
        });
        return broken;
    }

    private static boolean mayFollow(Attachment earlier, Attachment later, CampaignRecord record) {
        return exchangeOf(earlier, record) != exchangeOf(later, record);
    }

    private static int exchangeOf(Attachment put, CampaignRecord record) {
        return record.wire().of(put.requestNumber().orElseThrow()).orElseThrow().exchange();
    }
}
