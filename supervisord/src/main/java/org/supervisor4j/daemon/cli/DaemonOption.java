package org.supervisor4j.daemon.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.python.GetOpt;

/** The options, in the order of the usage text. */
@SuppressWarnings("ImmutableEnumChecker") // a kind is a value, and the list is one that nobody can change
enum DaemonOption {
    CONFIGURATION(ValueKind.STRING, "-c", "--configuration"),
    NODAEMON(null, "-n", "--nodaemon"),
    SILENT(null, "-s", "--silent"),
    HELP(null, "-h", "-?", "--help"),
    VERSION(null, "-v", "--version"),
    USER(ValueKind.STRING, "-u", "--user"),
    UMASK(ValueKind.OCTAL, "-m", "--umask"),
    DIRECTORY(ValueKind.DIRECTORY, "-d", "--directory"),
    LOGFILE(ValueKind.PATH, "-l", "--logfile"),
    LOGFILE_MAXBYTES(ValueKind.BYTES, "-y", "--logfile_maxbytes"),
    LOGFILE_BACKUPS(ValueKind.INTEGER, "-z", "--logfile_backups"),
    LOGLEVEL(ValueKind.LEVEL, "-e", "--loglevel"),
    PIDFILE(ValueKind.PATH, "-j", "--pidfile"),
    IDENTIFIER(ValueKind.STRING, "-i", "--identifier"),
    CHILDLOGDIR(ValueKind.DIRECTORY, "-q", "--childlogdir"),
    NOCLEANUP(null, "-k", "--nocleanup"),
    MINFDS(ValueKind.INTEGER, "-a", "--minfds"),
    STRIP_ANSI(null, "-t", "--strip_ansi"),
    MINPROCS(ValueKind.INTEGER, "--minprocs"),
    /** Accepted, and without effect: there is no Python profiler here. */
    PROFILE_OPTIONS(ValueKind.STRING, "--profile_options"),
    /** This one and those below are not the reference's. */
    CHECK(null, "--check"),
    STRICT(null, "--strict"),
    JSON(null, "--json"),
    SINCE(ValueKind.STRING, "--since"),
    CONTAINER(null, "--container"),
    RUN(ValueKind.STRING, "--run");

    /** How options are given on the command line. */
    static final Map<String, GetOpt.Kind> SPELLINGS = kinds();

    private final @Nullable ValueKind<?> kind;
    private final List<String> spellings;

    /** @param kind of the value; null for a flag */
    DaemonOption(@Nullable ValueKind<?> kind, String... spellings) {
        this.kind = kind;
        this.spellings = List.of(spellings);
    }

    @Nullable
    ValueKind<?> kind() {
        return kind;
    }

    boolean takesValue() {
        return kind != null;
    }

    List<String> spellings() {
        return spellings;
    }

    /** How messages call it. */
    String word() {
        return spellings.get(spellings.size() - 1);
    }

    private static Map<String, GetOpt.Kind> kinds() {
        Map<String, GetOpt.Kind> kinds = new HashMap<>();
        for (DaemonOption option : values()) {
            boolean isOriginal = option.compareTo(CHECK) < 0;
            GetOpt.Kind flag = isOriginal ? GetOpt.Kind.FLAG : GetOpt.Kind.FLAG_IN_FULL;
            GetOpt.Kind value = isOriginal ? GetOpt.Kind.VALUE : GetOpt.Kind.VALUE_IN_FULL;
            for (String spelling : option.spellings) {
                kinds.put(spelling, option.kind == null ? flag : value);
            }
        }
        return kinds;
    }

    /** @param spelling one of the {@link #SPELLINGS} */
    static DaemonOption of(String spelling) {
        for (DaemonOption option : values()) {
            if (option.spellings.contains(spelling)) {
                return option;
            }
        }
        throw new AssertionError(spelling);
    }
}
