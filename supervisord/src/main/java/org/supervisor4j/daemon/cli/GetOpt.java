package org.supervisor4j.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Splits arguments as Python's {@code getopt} does: stops at the first word that is no option, bundles short flags,
 * takes any unique prefix of a long option.
 *
 * @param options in the order in which they were given
 * @param rest the words behind the options
 */
record GetOpt(List<Given> options, List<String> rest) {

    /**
     * One option as given.
     *
     * @param name {@code -u} or, in full, {@code --user}
     * @param value empty for a flag
     */
    record Given(String name, String value) {}

    /**
     * @param known all spellings, {@code -u} and {@code --user}; true where a value belongs to it
     * @throws UsageException in getopt's words (contract)
     */
    static GetOpt parse(List<String> arguments, Map<String, Boolean> known) throws UsageException {
        List<Given> options = new ArrayList<>();
        int at = 0;
        while (at < arguments.size()) {
            String word = arguments.get(at);
            if (!word.startsWith("-") || word.equals("-")) {
                break;
            }
            at++;
            if (word.equals("--")) {
                break;
            }
            boolean tookNext = word.startsWith("--")
                    ? readLong(word.substring(2), arguments.subList(at, arguments.size()), known, options)
                    : readShort(word.substring(1), arguments.subList(at, arguments.size()), known, options);
            at += tookNext ? 1 : 0;
        }
        return new GetOpt(options, List.copyOf(arguments.subList(at, arguments.size())));
    }

    /** Whether the next word went into it. */
    private static boolean readLong(String text, List<String> next, Map<String, Boolean> known, List<Given> options)
            throws UsageException {
        int equals = text.indexOf('=');
        String name = fullName(equals < 0 ? text : text.substring(0, equals), known);
        boolean wantsValue = Boolean.TRUE.equals(known.get(name));
        if (!wantsValue && equals >= 0) {
            throw new UsageException("option " + name + " must not have an argument");
        }
        if (wantsValue && equals < 0) {
            options.add(new Given(name, first(name, next)));
            return true;
        }
        options.add(new Given(name, equals < 0 ? "" : text.substring(equals + 1)));
        return false;
    }

    private static String fullName(String prefix, Map<String, Boolean> known) throws UsageException {
        String start = "--" + prefix;
        if (known.containsKey(start)) {
            return start;
        }
        List<String> candidates =
                known.keySet().stream().filter(name -> name.startsWith(start)).toList();
        if (candidates.isEmpty()) {
            throw new UsageException("option " + start + " not recognized");
        }
        if (candidates.size() > 1) {
            throw new UsageException("option " + start + " not a unique prefix");
        }
        return candidates.get(0);
    }

    private static boolean readShort(String cluster, List<String> next, Map<String, Boolean> known, List<Given> options)
            throws UsageException {
        int at = 0;
        while (at < cluster.length()) {
            int end = cluster.offsetByCodePoints(at, 1);
            String name = "-" + cluster.substring(at, end);
            Boolean wantsValue = name.equals("--") ? null : known.get(name);
            if (wantsValue == null) {
                throw new UsageException("option " + name + " not recognized");
            }
            if (wantsValue) {
                boolean attached = end < cluster.length();
                options.add(new Given(name, attached ? cluster.substring(end) : first(name, next)));
                return !attached;
            }
            options.add(new Given(name, ""));
            at = end;
        }
        return false;
    }

    private static String first(String name, List<String> next) throws UsageException {
        if (next.isEmpty()) {
            throw new UsageException("option " + name + " requires argument");
        }
        return next.get(0);
    }
}
