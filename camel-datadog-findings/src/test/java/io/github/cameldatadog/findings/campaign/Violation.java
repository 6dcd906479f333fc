package io.github.cameldatadog.findings.campaign;

/**
 * A rule was broken.
 *
 * @param rule the rule's name
 * @param what how, in words
 */
record Violation(String rule, String what) {

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
