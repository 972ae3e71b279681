package org.supervisor4j.daemon.http.follow;

import java.nio.file.Path;
import java.util.Optional;
import org.supervisor4j.model.Namespec;

/** Tells where logs are, for clients that follow them. Any thread; must not wait. */
public interface LogLocator {
    /** A child's two channels. */
    enum ChannelName {
        STDOUT,
        STDERR
    }

    /** Empty if there is no such process, if the name stands for a whole group, or if that channel has no log file. */
    Optional<Path> processLog(Namespec name, ChannelName channel);

    /** The daemon's own log; empty if it isn't a file. */
    Optional<Path> mainLog();

    /**
     * The log that a path of {@code /anything/NAME[/stdout|/stderr]} means; empty if it means none.
     *
     * @param words of the path, two at least
     */
    default Optional<Path> named(String... words) {
        Namespec name = Namespec.parse(words[1]);
        return switch (words.length < 3 ? "stdout" : words[2]) {
            case "stdout" -> processLog(name, ChannelName.STDOUT);
            case "stderr" -> processLog(name, ChannelName.STDERR);
            default -> Optional.empty();
        };
    }

    /** The words of such a path: at most three, so that a name further on is no channel. */
    static String[] words(String path) {
        return path.replaceFirst("^/+", "").split("/", 3);
    }
}
