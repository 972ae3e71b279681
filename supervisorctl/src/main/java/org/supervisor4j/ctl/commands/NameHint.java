package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.Spelling;

/** What may have been meant by a name that means nothing. */
enum NameHint {
    /** For a command that takes processes one by one. */
    PROCESS("getAllProcessInfo", "\"status\" lists the names there are."),
    /** For a command that takes groups as {@code web:*}, too. */
    PROCESS_OR_GROUP("getAllProcessInfo", PROCESS.otherwise),
    /** For a command that takes names of groups only, of those that are active. */
    GROUP("getAllProcessInfo", PROCESS.otherwise),
    /** The same for groups of the configuration. */
    CONFIGURED_GROUP("getAllConfigInfo", "\"avail\" lists what the configuration has, as of the last \"reread\".");

    /** More names do not help. */
    private static final int MOST = 3;

    private static final String WHOLE = ":*";

    private final String method;
    private final String otherwise;

    NameHint(String method, String otherwise) {
        this.method = method;
        this.otherwise = otherwise;
    }

    /** Tells on standard error, if a terminal shows it; behind the error line, which stays as it is. */
    void tell(Session session, String typed) {
        // What looks like an option has a hint of its own.
        if (session.errors().isTerminal() && !typed.startsWith("-")) {
            session.output().flush();
            session.hintOnce(of(typed, session.known(method)));
        }
    }

    /**
     * The hint.
     *
     * @param known all that there is, each with {@code group} and {@code name}
     */
    String of(String typed, List<Struct> known) {
        Namespec namespec = Namespec.parse(typed);
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Map<String, List<String>> bearers = new LinkedHashMap<>();
        for (Struct process : known) {
            String group = process.text("group");
            String name = process.name();
            groups.computeIfAbsent(group, first -> new ArrayList<>()).add(name);
            bearers.computeIfAbsent(process.text("name"), first -> new ArrayList<>())
                    .add(isForGroups() ? group : name);
        }
        @Nullable List<String> members = groups.get(namespec.group());
        if (members != null) {
            return ofGroup(namespec, members);
        }
        @Nullable List<String> elsewhere = bearers.get(namespec.process());
        return elsewhere == null
                ? ofUnknown(namespec, typed, groups, bearers)
                : "the process " + namespec.process() + " belongs to a group: " + listed(elsewhere) + ".";
    }

    private boolean isForGroups() {
        return this == GROUP || this == CONFIGURED_GROUP;
    }

    private String ofGroup(Namespec namespec, List<String> members) {
        if (isForGroups()) {
            return "this is for whole groups, and takes their bare names: " + listed(List.of(namespec.group())) + ".";
        }
        if (namespec.isWholeGroup() || namespec.group().equals(namespec.process())) {
            String whole = this == PROCESS ? "" : "; \"" + namespec.group() + ":*\" means all of it";
            return namespec.group() + " is a group: " + listed(members) + whole + ".";
        }
        @Nullable String near = Spelling.nearest(namespec.toString(), members);
        return near == null ? "the group " + namespec.group() + " has " + listed(members) + "." : guess(near);
    }

    private String ofUnknown(
            Namespec namespec, String typed, Map<String, List<String>> groups, Map<String, List<String>> bearers) {
        boolean pattern = typed.indexOf('*') >= 0 || typed.indexOf('?') >= 0 || typed.indexOf('[') >= 0;
        if (pattern && !typed.endsWith(":*")) {
            return "patterns are for mstart, mstop, mrestart and mstatus.";
        }
        if (namespec.isWholeGroup() || isForGroups()) {
            @Nullable String near = Spelling.nearest(namespec.group(), groups.keySet());
            return near == null ? otherwise : guess(isForGroups() ? near : near + WHOLE);
        }
        Map<String, String> names = new LinkedHashMap<>();
        groups.forEach((group, members) -> {
            names.put(group, group + WHOLE);
            members.forEach(member -> names.put(member, member));
        });
        bearers.forEach((name, full) -> names.putIfAbsent(name, full.get(0)));
        @Nullable String near = Spelling.nearest(typed, names.keySet());
        @Nullable String meant = near == null ? null : names.get(near);
        if (near == null || meant == null) {
            return otherwise;
        }
        return this == PROCESS && meant.endsWith(WHOLE)
                ? ofGroup(new Namespec(near, null), groups.getOrDefault(near, List.of()))
                : guess(meant);
    }

    private static String guess(String name) {
        return "did you mean \"" + name + "\"?";
    }

    private static String listed(List<String> names) {
        String first = "\"" + String.join("\", \"", names.subList(0, Math.min(MOST, names.size()))) + "\"";
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
