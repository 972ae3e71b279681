package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/**
 * Tells whoever starts something that the configuration files say something else about it than what supervisord runs.
 * On standard error even where that is no terminal: a deployment that only restarts is the usual place for it.
 */
final class EditedFiles {
    /** How many groups are named. */
    private static final int MOST = 5;

    private EditedFiles() {}

    /** @param names as they were typed; {@code all} among them means every group */
    static void tell(Session session, List<String> names) {
        session.giveUpOnSilence();
        Struct changes;
        try {
            changes = Struct.of(session.callAny("supervisor4j.getConfigChanges"));
        } catch (RpcFault | IOException | PythonError unknown) {
            // a daemon of the original, or one that has just gone
            return;
        }
        for (String hint : hints(changes, names)) {
            Hints.reason(session.errors(), hint);
        }
    }

    /** @param changes what {@code getConfigChanges} answers */
    static List<String> hints(Struct changes, List<String> names) {
        List<String> hints = new ArrayList<>();
        if (!changes.text("problem").isEmpty()) {
            hints.add("the configuration files were changed and have a mistake now, so the settings from before count: "
                    + changes.text("problem"));
        }
        Set<String> changed = meant(changes.texts("changed"), names);
        if (!changed.isEmpty()) {
            hints.add("the configuration files say something else about " + listed(changed) + " than what runs; \""
                    + update(changed) + "\" takes it over.");
        }
        Set<String> removed = meant(changes.texts("removed"), names);
        if (!removed.isEmpty()) {
            hints.add("no longer in the configuration files: " + listed(removed) + "; \"" + update(removed)
                    + "\" stops and removes what is not there.");
        }
        Set<String> added = meant(changes.texts("added"), names);
        if (!added.isEmpty() && !names.contains("all")) {
            hints.add("supervisord does not know " + listed(added) + " yet, but the configuration files do; \""
                    + update(added) + "\" adds what is new.");
        }
        return hints;
    }

    private static Set<String> meant(List<String> groups, List<String> names) {
        Set<String> meant = new LinkedHashSet<>();
        for (String group : groups) {
            boolean named =
                    names.stream().anyMatch(name -> Namespec.parse(name).group().equals(group));
            if (named || names.contains("all")) {
                meant.add(group);
            }
        }
        return meant;
    }

    private static String listed(Set<String> groups) {
        List<String> first = groups.stream().limit(MOST).toList();
        String names = String.join(", ", first);
        return groups.size() > MOST ? names + " and " + (groups.size() - MOST) + " more" : names;
    }

    private static String update(Set<String> groups) {
        return groups.size() > MOST ? "update" : "update " + String.join(" ", groups);
    }
}
