package org.supervisor4j.daemon.health;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.ini.PythonWhitespace;

/** Something to ask whether a program is well. */
public sealed interface Probe {
    /** Whether a connection can be made. */
    record Tcp(String host, int port) implements Probe {
        @Override
        public String toString() {
            return "tcp://" + Places.authority(host, port);
        }
    }

    /** Whether a connection to a socket of the file system can be made. */
    record Unix(String path) implements Probe {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * What a web server answers.
     *
     * @param tls whether it is {@code https}
     * @param target path and query
     */
    record Http(boolean tls, String host, int port, String target) implements Probe {
        /** What a request names as its {@code Host}: without the port that goes without saying. */
        public String hostHeader() {
            String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return port == (tls ? 443 : 80) ? name : name + ":" + port;
        }

        @Override
        public String toString() {
            return (tls ? "https://" : "http://") + Places.authority(host, port) + target;
        }
    }

    /** How a command ends. */
    record Exec(String command) implements Probe {
        @Override
        public String toString() {
            return command;
        }
    }

    /** Whether a file is there. */
    record Existing(String path) implements Probe {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /** What the program says itself, by {@code WATCHDOG=1}. */
    record Watchdog() implements Probe {
        @Override
        public String toString() {
            return "notify";
        }
    }

    /** The value of {@code healthcheck}: what is nothing else is a command. */
    static Probe parse(String text) throws InvalidValueException {
        String word = PythonWhitespace.strip(text);
        if (word.equals("notify")) {
            return new Watchdog();
        }
        Probe known = known(word);
        if (known != null) {
            return known;
        }
        if (word.isEmpty()) {
            throw new InvalidValueException(
                    "it is empty; give an address (http://..., tcp://host:port), notify, or a" + " command");
        }
        return new Exec(word);
    }

    /** Null for what has none of the words for it. */
    static @Nullable Probe known(String word) throws InvalidValueException {
        int colon = word.indexOf(':');
        String rest = word.substring(colon + 1);
        return switch (colon < 0 ? "" : word.substring(0, colon)) {
            case "http", "https" -> {
                // The specified "http:URL" may be read in two ways; both work.
                boolean doubled = rest.startsWith("http://") || rest.startsWith("https://");
                yield Places.http(doubled ? rest : word);
            }
            case "tcp" -> Places.tcp(rest.startsWith("//") ? rest.substring(2) : rest, word);
            case "unix" -> new Unix(Places.path(rest.startsWith("///") ? rest.substring(2) : rest, word));
            case "file" -> new Existing(Places.path(rest.startsWith("///") ? rest.substring(2) : rest, word));
            case "exec" -> {
                if (rest.isBlank()) {
                    throw new InvalidValueException(PythonRepr.of(word) + " has no command");
                }
                yield new Exec(PythonWhitespace.strip(rest));
            }
            default -> null;
        };
    }
}
