package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.fault.Fault;
import io.github.cameldatadog.findings.testkit.history.ReceivedRequest;
import io.github.cameldatadog.findings.testkit.history.RequestRecord;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.time.Instant;
import java.util.Optional;

/** A request and what became of it. Guarded by the lock of the core. */
final class RequestState {

    private static final int KEPT_BYTES = 256 * 1024;

    final ReceivedRequest request;
    final Fault fault;
    Optional<Instant> effectAt = Optional.empty();
    private Optional<HttpAnswer> answer = Optional.empty();

    RequestState(ReceivedRequest request, Fault fault) {
        this.request = request;
        this.fault = fault;
    }

    /** Keeps the answer, without its body where that would fill the memory of a long test. */
    void answered(Optional<HttpAnswer> given) {
        answer = given.map(one -> one.bodyLength() > KEPT_BYTES ? one.withBody(new byte[0]) : one);
    }

    RequestRecord toRecord() {
        return new RequestRecord(request, fault, effectAt, answer);
    }
}
