package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.Attachment;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of our requests put which finding on a ticket, in the order of their effects. */
final class EffectiveCreates {

    private EffectiveCreates() {}

    static Map<String, List<Attachment>> byFinding(CampaignRecord record) {
        Set<Long> creates = record.server().requests(Operation.CREATE).stream()
                .map(RequestRecord::number)
                .collect(Collectors.toSet());
        Map<String, List<Attachment>> byFinding = new LinkedHashMap<>();
        for (Attachment one : record.server().attachments()) {
            boolean made = one.kind() == Attachment.Kind.ATTACHED
                    && one.requestNumber().filter(creates::contains).isPresent();
            if (made) {
                byFinding
                        .computeIfAbsent(one.findingId(), id -> new ArrayList<>())
                        .add(one);
            }
        }
        return byFinding;
    }
}
