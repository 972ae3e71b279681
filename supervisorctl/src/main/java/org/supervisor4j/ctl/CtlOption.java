package org.supervisor4j.ctl;

import org.jspecify.annotations.Nullable;

/** The options, in the order of the usage text. */
enum CtlOption {
    CONFIGURATION('c', "configuration", "FILENAME", "configuration file path (searches if not given)"),
    HELP('h', "help", "", "print this text and exit"),
    INTERACTIVE('i', "interactive", "", "ask before a shutdown or reload, and for credentials"),
    SERVERURL('s', "serverurl", "URL", "URL that supervisord listens on\n(default \"http://localhost:9001\")."),
    USERNAME('u', "username", "USERNAME", "user name that the server asks for"),
    PASSWORD('p', "password", "PASSWORD", "password that the server asks for"),
    HISTORY_FILE('r', "history_file", "FILENAME", "accepted and ignored; history_file= in the configuration counts");

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

    static @Nullable CtlOption ofLetter(char letter) {
        if (letter == '?') {
            return HELP;
        }
        for (CtlOption option : values()) {
            if (option.letter == letter) {
                return option;
            }
        }
        return null;
    }
}
