package org.supervisor4j.daemon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.ini.PythonWhitespace;

/**
 * What a process runs, as whom, and with what around it.
 *
 * @param command as written, before it is split into words
 * @param user null to run as the daemon
 * @param directory null to run where the daemon is
 * @param umask empty to keep the daemon's
 * @param environment what is added to the daemon's own environment ([supervisord]'s environment merged under it), in
 *     the order of the file
 * @param serverurl what SUPERVISOR_SERVER_URL says; null for AUTO
 */
public record Launch(
        String command,
        @Nullable ProcessUser user,
        @Nullable String directory,
        OptionalInt umask,
        Map<String, String> environment,
        @Nullable String serverurl) {
    static final KeyTable<ProcessConfig, Launch> ONCE = new KeyTable<>("", ProcessConfig::launch);
    public static final Key<String> SERVERURL =
            ONCE.shown(Shown.NEVER).restart("serverurl", ValueKind.STRING, "AUTO", Launch::serverurl);
    /** Of a user only the number counts. */
    static final Key<Account> USER =
            ONCE.restart("user", ValueKind.USER, null, l -> l.user == null ? null : l.user.uid());

    static final Key<Integer> UMASK =
            ONCE.restart("umask", ValueKind.OCTAL, null, l -> l.umask.isPresent() ? l.umask.getAsInt() : null);

    /** Each process reads these anew: the last one when everything else has been read. */
    static final KeyTable<ProcessConfig, Launch> EACH = ONCE.another();

    public static final Key<Map<String, String>> ENVIRONMENT =
            EACH.shown(Shown.SECRET).restart("environment", ValueKind.ENVIRONMENT, "", Launch::environment);
    static final Key<String> DIRECTORY = EACH.restart("directory", ValueKind.STRING, null, Launch::directory);
    public static final Key<String> COMMAND =
            EACH.another().restart("command", ValueKind.STRING, null, Launch::command);

    public Launch {
        // Not Map.copyOf: the order of the file is kept.
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    static Launch of(Values values) {
        Account user = values.find(USER);
        Integer umask = values.find(UMASK);
        String serverurl = values.get(SERVERURL);
        // In any case, blanks around it or not, this means the daemon's own.
        boolean auto = PythonWhitespace.strip(serverurl).equalsIgnoreCase("AUTO");
        return new Launch(
                values.get(COMMAND),
                user == null ? null : user.credentials(),
                values.find(DIRECTORY),
                umask == null ? OptionalInt.empty() : OptionalInt.of(umask),
                values.get(ENVIRONMENT),
                auto ? null : serverurl);
    }

    /** The same with other variables. */
    Launch withEnvironment(Map<String, String> variables) {
        return new Launch(command, user, directory, umask, variables, serverurl);
    }
}
