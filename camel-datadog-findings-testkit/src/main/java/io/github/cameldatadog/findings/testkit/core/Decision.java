package io.github.cameldatadog.findings.testkit.core;

import io.github.cameldatadog.findings.testkit.fault.FaultDelivery;
import io.github.cameldatadog.findings.testkit.http.HttpAnswer;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be done on the wire about one request. What the request does to the simulated Datadog has been done
 * already, except for a late effect.
 *
 * @param requestNumber the request's number
 * @param answer what to answer; absent where the delivery answers nothing
 * @param delivery how the answer goes out
 * @param delay the time from the arrival of the request to the first byte of the answer, or to what comes in its place
 * @param lateEffectAfter when to call {@link DatadogCore#effectuate} for this request; absent for never
 */
public record Decision(
        long requestNumber,
        Optional<HttpAnswer> answer,
        FaultDelivery delivery,
        Duration delay,
        Optional<Duration> lateEffectAfter) {}
