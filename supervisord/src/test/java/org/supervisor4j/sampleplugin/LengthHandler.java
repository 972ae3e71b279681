package org.supervisor4j.sampleplugin;

import org.supervisor4j.plugin.AnsweredEvent;
import org.supervisor4j.plugin.ResultHandlerPlugin;

/** Accepts answers that are as long as the event's payload; can't judge an empty one. */
public final class LengthHandler implements ResultHandlerPlugin {
    @Override
    public String spec() {
        return "sample.handlers:length";
    }

    @Override
    public boolean accepts(AnsweredEvent event, byte[] result) {
        if (result.length == 0) {
            throw new AssertionError("empty");
        }
        return result.length == event.payload().length();
    }
}
