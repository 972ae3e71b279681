package org.supervisor4j.ctl.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a session finds its commands. An interface of our own, so that no lambda has to be made at every start. */
public interface CommandTable {
    /** The command that is typed so; null if there is none. */
    @Nullable
    Command find(String name);

    /** The words that there are, for whoever mistypes one. */
    List<String> words();
}
