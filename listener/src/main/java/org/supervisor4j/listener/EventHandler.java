package org.supervisor4j.listener;

/** What a listener does with events. */
@FunctionalInterface
public interface EventHandler {
    /**
     * Deals with one event; the next one comes when this returns, and it may take its time.
     *
     * @throws Exception counts as {@link Answer#FAIL}; its trace goes to stderr
     */
    Answer handle(ReceivedEvent event) throws Exception;
}
