package org.supervisor4j.daemon.listener;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.supervisor4j.daemon.events.BufferedEvent;

/** Says what a listener's answer means: {@code result_handler}. */
@FunctionalInterface
interface ResultHandler {
    /** {@code supervisor.dispatchers:default_handler}: exactly OK means that the event has been processed. */
    ResultHandler DEFAULT = (event, result) -> Arrays.equals(result, "OK".getBytes(StandardCharsets.US_ASCII));

    /**
     * Judges an answer. An exception means that it could not.
     *
     * @return false if the event has been rejected and is to be sent again
     */
    boolean accepts(BufferedEvent event, byte[] result);
}
