package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.testkit.Operation;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import java.time.Instant;
import java.util.List;

/**
 * No request is one too many, but where others use the limit up, or another node does. Not counted are a node's first few,
 * before any answer told it of the limit.
 */
final class WithinTheRateLimit implements CampaignRule {

    /** As many may have leave to go at a time before an answer has told of the limit. */
    private static final int BEFORE_FIRST_ANSWER = 4;

    @Override
    public List<String> brokenIn(CampaignRecord record) {
        return record.server().requests().stream()
                .filter(one -> one.status() == 429 && one.fault().isNone())
                .filter(one -> !isOneOfTheFirst(one, record)
                        && !othersUsedTheLimit(one, record)
                        && !anotherNodeUsedTheLimit(one, record))
                .map(one -> one.request() + " at " + one.request().receivedAt() + " was one too many")
                .toList();
    }

    /** Whether it may have had leave to go before it was known that there is a limit. */
    private static boolean isOneOfTheFirst(RequestRecord request, CampaignRecord record) {
        List<RequestRecord> same = record.server().requests(request.operation()).stream()
                .filter(one -> record.lifeOf(one) == record.lifeOf(request))
                .toList();
        long told = same.stream()
                .filter(one -> one.answer()
                        .flatMap(answer -> answer.header("X-RateLimit-Limit"))
                        .isPresent())
                .flatMapToLong(one ->
                        record.wire().of(one.number()).stream().flatMapToLong(entry -> entry.answered().stream()))
                .min()
                .orElse(Long.MAX_VALUE);
        long before = same.stream()
                .filter(one -> record.wire()
                        .of(one.number())
                        .filter(entry -> entry.left() < told)
                        .isPresent())
                .count();
        return same.indexOf(request) < before + BEFORE_FIRST_ANSWER;
    }

    /** Nodes do not know of each other, nor of what they used before they were started anew. */
    private static boolean anotherNodeUsedTheLimit(RequestRecord request, CampaignRecord record) {
        long window = window(request.request().receivedAt(), record);
        return record.server().requests(request.operation()).stream()
                .filter(one -> window(one.request().receivedAt(), record) == window)
                .anyMatch(one -> record.lifeOf(one) != record.lifeOf(request));
    }

    private static boolean othersUsedTheLimit(RequestRecord request, CampaignRecord record) {
        Deed.What use = request.operation() == Operation.CREATE ? Deed.What.USE_UP_CREATES : Deed.What.USE_UP_SEARCHES;
        long window = window(request.request().receivedAt(), record);
        return record.deeds().stream().anyMatch(deed -> deed.what() == use && window(deed.at(), record) == window);
    }

    private static long window(Instant at, CampaignRecord record) {
        return Math.floorDiv(at.getEpochSecond(), record.conditions().period().toSeconds());
    }
}
