package org.supervisor4j.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which word was meant. */
public final class Spelling {
    /** A longer word is nobody's slip. */
    private static final int LONGEST = 64;

    /** Fewer letters are the beginning of anything. */
    private static final int SHORTEST_BEGINNING = 3;

    private Spelling() {}

    /**
     * The one word that begins with the given one, whatever follows it in still longer words; else the one that takes
     * the fewest slips to become it, at most one in three letters. Null without any.
     */
    public static @Nullable String nearest(String given, Collection<String> words) {
        String begun = begun(given.toLowerCase(Locale.ROOT), words);
        return begun == null ? fewestSlips(given, words) : begun;
    }

    private static @Nullable String begun(String given, Collection<String> words) {
        if (given.length() < SHORTEST_BEGINNING) {
            return null;
        }
        List<String> longer = words.stream()
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(given))
                .sorted(Comparator.comparingInt(String::length))
                .toList();
        boolean isOne = !longer.isEmpty() && longer.stream().allMatch(word -> word.startsWith(longer.get(0)));
        return isOne ? longer.get(0) : null;
    }

    private static @Nullable String fewestSlips(String given, Collection<String> words) {
        if (given.isEmpty() || given.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int fewest = given.length() / 3 + 1;
        for (String word : words) {
            int slips = slips(given.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (slips < fewest) {
                fewest = slips;
                nearest = word;
            }
        }
        return nearest;
    }

    /**
     * The same for what is told without being asked: one slip, two in long words. A word that is a known one with
     * something before or after it was put there on purpose.
     */
    public static @Nullable String slipOf(String given, Collection<String> words) {
        String nearest = fewestSlips(given, words);
        String low = given.toLowerCase(Locale.ROOT);
        if (nearest == null || (low.contains(nearest) && !low.equals(nearest) && !low.equals(nearest + "s"))) {
            return null;
        }
        return slips(low, nearest) <= (nearest.length() < 7 ? 1 : 2) ? nearest : null;
    }

    /** Letters to insert, drop, change or swap with their neighbour. */
    private static int slips(String from, String to) {
        int[][] slips = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, i, j, from, to);
            }
        }
        return slips[from.length()][to.length()];
    }

    private static int fewest(int[][] slips, int i, int j, String from, String to) {
        int changed = slips[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(changed, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
    }
}
