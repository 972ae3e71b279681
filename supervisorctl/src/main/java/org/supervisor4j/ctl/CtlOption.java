package org.supervisor4j.ctl;

import java.util.HashMap;
import java.util.Map;
import org.supervisor4j.python.GetOpt;

/** The options, in the order of the usage text. */
enum CtlOption {
    CONFIGURATION('c', "configuration", "FILENAME", "configuration file path (searches if not given)"),
    HELP('h', "help", "", "print this text and exit"),
    INTERACTIVE('i', "interactive", "", "ask before a shutdown or reload, and for credentials"),
    SERVERURL('s', "serverurl", "URL", "URL that supervisord listens on\n(default \"http://localhost:9001\")."),
    USERNAME('u', "username", "USERNAME", "user name that the server asks for"),
    PASSWORD('p', "password", "PASSWORD", "password that the server asks for"),
    HISTORY_FILE('r', "history_file", "FILENAME", "accepted and ignored; history_file= in the configuration counts");

    /** How options are given on the command line. */
    static final Map<String, GetOpt.Kind> SPELLINGS = spellings();

    private final char letter;
    private final String word;
    private final String argument;
    private final String description;

    CtlOption(char letter, String word, String argument, String description) {
        this.letter = letter;
        this.word = word;
        this.argument = argument;
        this.description = description;
    }

    char letter() {
        return letter;
    }

    String word() {
        return word;
    }

    boolean takesArgument() {
        return !argument.isEmpty();
    }

    /** How the argument is called in the usage text; empty for none. */
    String argument() {
        return argument;
    }

    /** Its lines, separated by line feeds. */
    String description() {
        return description;
    }

    private static Map<String, GetOpt.Kind> spellings() {
        Map<String, GetOpt.Kind> spellings = new HashMap<>();
        for (CtlOption option : values()) {
            GetOpt.Kind kind = option.takesArgument() ? GetOpt.Kind.VALUE : GetOpt.Kind.FLAG;
            spellings.put("-" + option.letter, kind);
            spellings.put("--" + option.word, kind);
        }
        spellings.put("-?", GetOpt.Kind.FLAG);
        return spellings;
    }

    /** @param spelling one of the {@link #SPELLINGS} */
    static CtlOption of(String spelling) {
        for (CtlOption option : values()) {
            if (spelling.equals("-" + option.letter) || spelling.equals("--" + option.word)) {
                return option;
            }
        }
        return HELP;
    }
}
