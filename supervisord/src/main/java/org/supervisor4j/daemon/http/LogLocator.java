package org.supervisor4j.daemon.http;

import java.nio.file.Path;
import java.util.Optional;
import org.supervisor4j.model.Namespec;

/** Where logs are, for those who follow them. Any thread; must not wait. */
public interface LogLocator {
    /** A child's two channels. */
    enum Channel {
        STDOUT,
        STDERR
    }

    /** Empty if there is no such process, if the name stands for a whole group, or if that channel has no log file. */
    Optional<Path> processLog(Namespec name, Channel channel);

    /** The daemon's own log; empty if it isn't a file. */
    Optional<Path> mainLog();
}
