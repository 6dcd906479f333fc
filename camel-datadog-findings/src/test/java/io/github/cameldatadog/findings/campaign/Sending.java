package io.github.cameldatadog.findings.campaign;

import io.github.cameldatadog.findings.BodyKind;
import io.github.cameldatadog.findings.testkit.finding.DocumentShape;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One exchange.
 *
 * @param number names it, also when others are left out of the plan
 * @param kind the body's Java type
 * @param shape the body's form, where it is a document
 * @param first the first of its findings, of all that there are; exchanges may share some
 * @param findings how many findings
 * @param repeated how many of them come twice
 * @param invalid how many elements without a usable id come besides
 * @param options the endpoint's options
 * @param redeliveries how often it is redelivered while it fails
 * @param after when it comes
 * @param node the node to which it comes, counted round and round
 */
record Sending(
        int number,
        BodyKind kind,
        DocumentShape shape,
        int first,
        int findings,
        int repeated,
        int invalid,
        Map<String, String> options,
        int redeliveries,
        Duration after,
        int node) {

    /** What is delivered again to another life has a number that is higher by that. */
    static final int AGAIN = 1_000;

    Sending {
        // In an order of their own, so that a plan always reads the same.
        options = new TreeMap<>(options);
    }

    Sending withBody(BodyKind other, int unusable) {
        return new Sending(
                number, other, shape, first, findings, repeated, unusable, options, redeliveries, after, node);
    }

    Sending withFindings(int from, int count, int twice) {
        return new Sending(number, kind, shape, from, count, twice, invalid, options, redeliveries, after, node);
    }

    Sending withOptions(Map<String, String> others) {
        return new Sending(number, kind, shape, first, findings, repeated, invalid, others, redeliveries, after, node);
    }

    Sending withRedeliveries(int count) {
        return new Sending(number, kind, shape, first, findings, repeated, invalid, options, count, after, node);
    }

    Sending withAfter(Duration other) {
        return new Sending(number, kind, shape, first, findings, repeated, invalid, options, redeliveries, other, node);
    }

    Sending withNode(int other) {
        return new Sending(
                number, kind, shape, first, findings, repeated, invalid, options, redeliveries, after, other);
    }

    /** The same, as a queue delivers it again that does not know what became of it. */
    Sending again() {
        return new Sending(
                number + AGAIN, kind, shape, first, findings, repeated, invalid, options, redeliveries, after, node);
    }
}
