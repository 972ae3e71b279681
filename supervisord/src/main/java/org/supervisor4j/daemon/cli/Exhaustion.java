package org.supervisor4j.daemon.cli;

/** What Java calls out of memory, in words for the operator. */
final class Exhaustion {
    private Exhaustion() {}

    /** What was refused, and which limit to raise. */
    static String sentence(OutOfMemoryError error) {
        String reason = String.valueOf(error.getMessage());
        if (reason.contains("native thread")) {
            return "cannot start a thread: as many processes and threads as this user or container may have are"
                    + " running (ulimit -u, pids.max), or its memory is used up (ulimit -v); raise the limit";
        }
        return "not enough memory (" + reason + "); raise the limit of memory under which this runs, or -Xmx in"
                + " conf/supervisord.java of the distribution";
    }
}
