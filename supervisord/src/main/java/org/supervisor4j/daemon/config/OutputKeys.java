package org.supervisor4j.daemon.config;

import static org.supervisor4j.daemon.config.Option.option;

import org.supervisor4j.daemon.config.Kind.Owner;
import org.supervisor4j.daemon.os.FileAccess;
import org.supervisor4j.ini.Expansion;

/**
 * The keys of one output, stdout or stderr. Those from {@code mode} on are ours.
 *
 * @param logfile as text: it is expanded twice before it is understood
 */
record OutputKeys(
        Option<String> logfile,
        Option<Integer> backups,
        Option<Long> maxbytes,
        Option<Boolean> syslog,
        Option<Integer> mode,
        Option<Owner> owner,
        Option<LogFormat> format) {
    /** @param word {@code stdout} or {@code stderr} */
    static OutputKeys of(String word) {
        String file = word + "_logfile";
        return new OutputKeys(
                option(file, Kind.STRING, "AUTO"),
                option(file + "_backups", Kind.INTEGER, "10"),
                option(file + "_maxbytes", Kind.BYTES, "50MB"),
                option(word + "_syslog", Kind.BOOLEAN, "false"),
                option(file + "_mode", Kind.FILE_MODE.naming(file + "_mode")),
                option(file + "_owner", Kind.OWNER.naming(file + "_owner")),
                option(file + "_format", Kind.LOG_FORMAT.naming(file + "_format"), "raw"));
    }

    /** What mode and owner say. What they cannot say about such a log is a problem of the section. */
    FileAccess access(SectionReader keys, Expansion scope, LogTarget target) {
        Integer bits = keys.find(mode, scope);
        Owner who = keys.find(owner, scope);
        if (who != null && target instanceof LogTarget.Auto) {
            // They are told from other daemons' by their owner when they are cleaned up.
            keys.problem(owner, owner.key() + ": AUTO logs stay the daemon's; name a file in " + logfile.key());
        }
        if (target instanceof LogTarget.File file && isOfTheSystem(file.path())) {
            Option<?> first = bits != null ? mode : owner;
            if (bits != null || who != null) {
                keys.problem(first, first.key() + ": " + file.path() + " is not a file of its own; remove the key");
            }
        }
        return new FileAccess(
                bits == null ? FileAccess.ANY : bits,
                who == null ? FileAccess.ANY : who.uid(),
                who == null ? FileAccess.ANY : who.gid());
    }

    private static boolean isOfTheSystem(String path) {
        return (path.startsWith("/dev/") && !path.startsWith("/dev/shm/")) || path.startsWith("/proc/");
    }
}
