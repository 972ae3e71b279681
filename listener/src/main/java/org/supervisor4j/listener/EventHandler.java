package org.supervisor4j.listener;

/** The part of a listener that takes events. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Deals with one event; the next one comes when this returns, and it may take its time.
     *
     * @throws Exception counts as {@link Answer#FAIL}; its trace goes to stderr
     */
    Answer handle(ReceivedEvent event) throws Exception;
}
