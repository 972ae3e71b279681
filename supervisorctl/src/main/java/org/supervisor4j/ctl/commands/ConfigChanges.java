package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;

/** How the configuration differs from what is active, by names of groups, in the server's order. */
record ConfigChanges(List<String> added, List<String> changed, List<String> removed) {

    /** Lets the daemon read its configuration again. */
    static ConfigChanges reload(Session session) throws IOException {
        Object[] outer = Struct.array(session.call("reloadConfig"));
        Object[] lists = outer.length == 0 ? outer : Struct.array(outer[0]);
        if (lists.length != 3) {
            throw new PythonError("ValueError", "reloadConfig answered with " + lists.length + " lists instead of 3");
        }
        return new ConfigChanges(Struct.texts(lists[0]), Struct.texts(lists[1]), Struct.texts(lists[2]));
    }
}
