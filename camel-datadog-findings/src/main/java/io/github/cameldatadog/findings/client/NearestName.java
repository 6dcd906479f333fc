package io.github.cameldatadog.findings.client;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant who misspelt it. */
public final class NearestName {

    /** Longer than any name there is: what is longer was never meant to be one, and comparing it would take long. */
    private static final int LONGEST = 100;

    private NearestName() {}

    /**
     * The name that is nearest to the given one, in any case; empty if none is near. Of two that are equally near, the
     * first.
     */
    public static Optional<String> to(String given, Collection<String> names) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .filter(name -> distance(given, name) <= Math.max(2, name.length() / 4));
    }

    /** How many letters must be put in, left out or exchanged to make one name of the other, in any case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
