package io.github.cameldatadog.findings.crash;

/**
 * When something is to befall a process.
 *
 * @param after the moment that has to have been before; null if none
 * @param at the moment
 * @param occurrence the how many-th time, from 1, from when it is waited for
 */
record Fate(Moment after, Moment at, int occurrence) {

    static Fate at(Moment moment, int occurrence) {
        return new Fate(null, moment, occurrence);
    }

    static Fate atFirst(Moment moment) {
        return at(moment, 1);
    }

    static Fate atFirstAfter(Moment before, Moment moment) {
        return new Fate(before, moment, 1);
    }
}
