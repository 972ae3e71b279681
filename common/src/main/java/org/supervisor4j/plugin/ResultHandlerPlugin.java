package org.supervisor4j.plugin;

/** Says what listeners' answers mean: what {@code result_handler} of an {@code [eventlistener:x]} names. */
public interface ResultHandlerPlugin extends Plugin {
    /**
     * Judges an answer. Called on the thread that all of the daemon depends on, so it must not wait for anything.
     *
     * <p>Whatever it throws means that the answer could not be judged: the event is sent to another listener of the
     * pool, and the one that answered gets no more until it is restarted.
     *
     * @param result the bytes after {@code RESULT n}, at most 1 MiB
     * @return whether the event has been processed; if not, it is sent again
     */
    boolean accepts(AnsweredEvent event, byte[] result);
}
