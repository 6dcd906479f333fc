package io.github.cameldatadog.findings.client;

import io.github.cameldatadog.findings.client.Answer.Received;
import java.util.Locale;

/** Tells refusals apart by what has to change before the request can succeed. */
public final class Refusal {

    private Refusal() {}

    /** Whether the data are refused, so that fewer or other findings may pass: 400, 422, 404 {@code finding not found}. */
    public static boolean isAboutData(Answer answer) {
        return answer instanceof Received received
                && (received.status() == 400 || received.status() == 422 || namesNoFinding(received));
    }

    /** Whether the project does not exist or is not ours: 404 {@code project not found}. */
    public static boolean refusesProject(Answer answer) {
        return answer instanceof Received received && received.status() == 404 && says(received, "project not found");
    }

    /** Whether the keys are refused or lack a permission, so that every further request would be: 401, 403. */
    public static boolean refusesKeys(Answer answer) {
        return answer instanceof Received received && (received.status() == 401 || received.status() == 403);
    }

    /** Whether a finding is refused, though not which: 404 {@code finding not found}. */
    public static boolean namesNoFinding(Answer answer) {
        return answer instanceof Received received && received.status() == 404 && says(received, "finding not found");
    }

    /** Whether the request is too large, so that a part of it may pass: 413. */
    public static boolean isAboutSize(Answer answer) {
        return answer instanceof Received received && received.status() == 413;
    }

    /** Whether the cause is the set-up, and not what was sent. */
    static boolean isAboutSetUp(Received received) {
        return switch (received.status()) {
            case 400, 409, 413, 414, 422 -> false;
            case 404 -> !namesNoFinding(received);
            default -> true;
        };
    }

    static String words(Received received) {
        return ErrorBody.words(received.body(), received.header("content-type"));
    }

    private static boolean says(Received received, String words) {
        return words(received).toLowerCase(Locale.ROOT).contains(words);
    }
}
