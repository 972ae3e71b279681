package org.supervisor4j.daemon.os;

/** The daemon cannot work here at all. The message names the platform, what it lacks, and what to do. */
public final class UnsupportedPlatformException extends Exception {
    public UnsupportedPlatformException(String message) {
        super(message);
    }
}
