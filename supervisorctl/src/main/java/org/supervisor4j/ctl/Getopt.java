package org.supervisor4j.ctl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options taken off the command line by the rules of Python's {@code getopt}: they end at the first word that is none,
 * letters bundle, long names may be abbreviated. Not picocli's parser, for two reasons. The messages and the rules are
 * a contract that picocli would have to be bent to (it has no conflicting options, other abbreviations, other texts).
 * And it takes longer to load than all the rest of a run together; the usage text, which is no everyday affair, does
 * come from picocli.
 *
 * @param options as they were given, in order
 * @param arguments the words behind the options
 */
record Getopt(List<Given> options, List<String> arguments) {

    /**
     * @param spelling {@code -s} or {@code --serverurl}, with the full name
     * @param value empty for an option that takes none
     */
    record Given(CtlOption option, String spelling, String value) {}

    /** @throws UsageException contract: the messages of getopt.GetoptError */
    static Getopt parse(List<String> words) throws UsageException {
        List<Given> options = new ArrayList<>();
        int next = 0;
        while (next < words.size()
                && words.get(next).startsWith("-")
                && !words.get(next).equals("-")) {
            String word = words.get(next);
            next++;
            if (word.equals("--")) {
                break;
            }
            @Nullable String following = next < words.size() ? words.get(next) : null;
            boolean used = word.startsWith("--")
                    ? parseLong(word.substring(2), following, options)
                    : parseLetters(word.substring(1), following, options);
            next += used ? 1 : 0;
        }
        return new Getopt(options, List.copyOf(words.subList(next, words.size())));
    }

    /** Whether the following word was used as the option's value. */
    private static boolean parseLong(String text, @Nullable String following, List<Given> options)
            throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        CtlOption option = ofPrefix(name);
        String spelling = "--" + option.word();
        if (!option.takesArgument()) {
            if (equals >= 0) {
                throw new UsageException("option " + spelling + " must not have an argument");
            }
            options.add(new Given(option, spelling, ""));
            return false;
        }
        if (equals < 0 && following == null) {
            throw new UsageException("option " + spelling + " requires argument");
        }
        options.add(new Given(option, spelling, equals < 0 ? String.valueOf(following) : text.substring(equals + 1)));
        return equals < 0;
    }

    private static CtlOption ofPrefix(String name) throws UsageException {
        CtlOption found = null;
        for (CtlOption option : CtlOption.values()) {
            if (option.word().equals(name)) {
                return option;
            }
            if (option.word().startsWith(name)) {
                if (found != null) {
                    throw new UsageException("option --" + name + " not a unique prefix");
                }
                found = option;
            }
        }
        if (found == null) {
            throw new UsageException("option --" + name + " not recognized");
        }
        return found;
    }

    /** Whether the following word was used as the last letter's value. */
    private static boolean parseLetters(String letters, @Nullable String following, List<Given> options)
            throws UsageException {
        for (int i = 0; i < letters.length(); i++) {
            String spelling = "-" + letters.charAt(i);
            CtlOption option = CtlOption.ofLetter(letters.charAt(i));
            if (option == null) {
                throw new UsageException("option " + spelling + " not recognized");
            }
            if (option.takesArgument()) {
                String attached = letters.substring(i + 1);
                if (attached.isEmpty() && following == null) {
                    throw new UsageException("option " + spelling + " requires argument");
                }
                options.add(new Given(option, spelling, attached.isEmpty() ? String.valueOf(following) : attached));
                return attached.isEmpty();
            }
            options.add(new Given(option, spelling, ""));
        }
        return false;
    }
}
