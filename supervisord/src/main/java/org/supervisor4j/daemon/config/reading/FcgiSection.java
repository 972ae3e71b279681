package org.supervisor4j.daemon.config.reading;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.GroupConfig.FcgiGroup;
import org.supervisor4j.daemon.config.GroupConfig.SocketConfig;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.KeyTable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.ValueKind.Owner;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.values.ServerAddress;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/** {@code [fcgi-program:x]}: what it has beyond a program, as long as no {@code [group:…]} absorbs it. */
public final class FcgiSection {
    public static final String PREFIX = "fcgi-program:";
    private static final KeyTable<FcgiGroup, FcgiGroup> KEYS = new KeyTable<>("", group -> group);
    static final Key<Integer> PRIORITY = KEYS.live("priority", ValueKind.INTEGER, "999", FcgiGroup::priority);
    static final Key<Account> USER = KEYS.unseen("user", ValueKind.USER, null);
    static final Key<Integer> SOCKET_BACKLOG = KEYS.unseen("socket_backlog", ValueKind.BACKLOG, null);
    static final Key<Owner> SOCKET_OWNER =
            KEYS.unseen("socket_owner", ValueKind.OWNER.replacingMessage("Invalid socket_owner value "), null);
    static final Key<Integer> SOCKET_MODE =
            KEYS.unseen("socket_mode", ValueKind.OCTAL.replacingMessage("Invalid socket_mode value "), null);
    static final Key<String> SOCKET = KEYS.restart(
            "socket", ValueKind.STRING, null, group -> group.socket().url());
    public static final List<Key<?>> ALL = KEYS.all();

    private static final String UNIX = "unix://";
    private static final int DEFAULT_MODE = 0700;

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;

    FcgiSection(ParseRun run, IniSection section) {
        this.run = run;
        this.section = section;
        this.keys = run.reader(section);
    }

    /** Null if something is wrong that leaves no group to speak of. */
    @Nullable
    GroupConfig read() {
        String name = keys.sectionName();
        if (name == null) {
            return null;
        }
        Expansion scope = run.withHere();
        int priority = keys.read(PRIORITY, scope);
        SocketConfig socket = socket(name, scope);
        List<ProcessConfig> processes = new ProgramSection(run, section, name).processes();
        return socket == null ? null : new FcgiGroup(name, priority, processes, socket);
    }

    private @Nullable SocketConfig socket(String programName, Expansion scope) {
        Account user = keys.find(USER, scope);
        Integer backlog = keys.find(SOCKET_BACKLOG, scope);
        Owner owner = keys.find(SOCKET_OWNER, scope);
        Integer mode = keys.find(SOCKET_MODE, scope);
        String socket = keys.find(
                SOCKET, run.environment().with("program_name", programName).with("here", run.here()));
        if (socket == null || socket.isEmpty()) {
            keys.problem(SOCKET, "[" + section.name() + "] section requires a \"socket\" line");
            return null;
        }
        OptionalInt queue = backlog == null ? OptionalInt.empty() : OptionalInt.of(backlog);
        try {
            return socket.startsWith(UNIX) ? unix(socket, queue, owner, mode, user) : inet(socket, queue, owner, mode);
        } catch (InvalidValueException bad) {
            keys.problem(SOCKET, bad.getMessage() + " in [" + section.name() + "] socket");
            return null;
        }
    }

    private SocketConfig unix(
            String url, OptionalInt backlog, @Nullable Owner owner, @Nullable Integer mode, @Nullable Account user)
            throws InvalidValueException {
        String path = url.substring(UNIX.length());
        if (!path.startsWith("/")) {
            // contract: the reference shows its exception's arguments here, brackets and all.
            throw new InvalidValueException(
                    "('Unix socket path %s is not an absolute path', " + PythonRepr.of(path) + ")");
        }
        String normal = run.lookups().normalized(path);
        Owner actual = owner == null ? ownerFor(user) : owner;
        return new SocketConfig.Unix(
                UNIX + normal, normal, backlog, mode == null ? DEFAULT_MODE : mode, actual.uid(), actual.gid());
    }

    private Owner ownerFor(@Nullable Account user) {
        return user == null
                        || user.credentials().uid()
                                == run.lookups().surroundings().uid()
                ? Owner.UNCHANGED
                : new Owner(user.credentials().uid(), user.credentials().gid());
    }

    private static SocketConfig inet(String url, OptionalInt backlog, @Nullable Owner owner, @Nullable Integer mode)
            throws InvalidValueException {
        if (owner != null || mode != null) {
            throw new InvalidValueException(
                    "socket_owner and socket_mode params should only be used with a Unix domain socket");
        }
        ServerAddress address = ValueKind.tcp(url);
        if (address == null) {
            // contract: the same brackets again.
            throw new InvalidValueException("('Bad socket format %s', " + PythonRepr.of(url) + ")");
        }
        return new SocketConfig.Inet(
                "tcp://" + address.host() + ":" + address.port(), address.host(), address.port(), backlog);
    }
}
