package org.supervisor4j.daemon.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.config.Kind.Logfile;
import org.supervisor4j.daemon.config.Kind.Owner;
import org.supervisor4j.daemon.os.FileAccess;

/**
 * One of a process's two output channels.
 *
 * @param maxbytes rotate when the file has reached this size; 0 or less = never
 * @param backups how many rotated files are kept
 * @param captureMaxbytes size of the capture buffer of PROCESS_COMMUNICATION events; 0 = no capture
 * @param access mode and owner of the log file
 * @param format of the log file; syslog and events get the output as it is
 */
public record OutputConfig(
        LogTarget logfile,
        long maxbytes,
        int backups,
        boolean syslog,
        long captureMaxbytes,
        boolean eventsEnabled,
        FileAccess access,
        LogFormat format) {
    /** The keys of stdout or of stderr. Mode, owner and format are ours. */
    public static final class Keys {
        final KeyTable<ProcessConfig> once = new KeyTable<>();
        final Key<ProcessConfig, Long> captureMaxbytes;
        final Key<ProcessConfig, Boolean> eventsEnabled;

        final KeyTable<ProcessConfig> each = new KeyTable<>();
        final Key<ProcessConfig, Logfile> logfile;
        final Key<ProcessConfig, Integer> backups;
        final Key<ProcessConfig, Long> maxbytes;
        final Key<ProcessConfig, Boolean> syslog;
        final Key<ProcessConfig, Integer> mode;
        final Key<ProcessConfig, Owner> owner;
        final Key<ProcessConfig, LogFormat> format;

        /**
         * @param word {@code stdout} or {@code stderr}
         * @param of where their values are
         */
        Keys(String word, Function<ProcessConfig, OutputConfig> of) {
            String file = word + "_logfile";
            captureMaxbytes = once.restart(word + "_capture_maxbytes", Kind.BYTES, "0", p -> of.apply(p)
                    .captureMaxbytes());
            eventsEnabled = once.restart(word + "_events_enabled", Kind.BOOLEAN, "false", p -> of.apply(p)
                    .eventsEnabled());
            KeyTable<ProcessConfig> ofFile = each.shown(Shown.WITH_FILE);
            logfile = each.shown(Shown.AS_PATH)
                    .restart(file, Kind.LOGFILE, "AUTO", p -> of.apply(p).logfile());
            backups = ofFile.live(
                    file + "_backups", Kind.INTEGER, "10", p -> of.apply(p).backups());
            maxbytes = ofFile.live(
                    file + "_maxbytes", Kind.BYTES, "50MB", p -> of.apply(p).maxbytes());
            syslog = each.restart(
                    word + "_syslog", Kind.BOOLEAN, "false", p -> of.apply(p).syslog());
            mode = ofFile.live(
                    file + "_mode",
                    Kind.FILE_MODE.naming(file + "_mode"),
                    null,
                    p -> mode(of.apply(p).access()));
            owner = ofFile.live(
                    file + "_owner",
                    Kind.OWNER.naming(file + "_owner"),
                    null,
                    p -> owner(of.apply(p).access()));
            format = ofFile.live(file + "_format", Kind.LOG_FORMAT.naming(file + "_format"), "raw", p -> of.apply(p)
                    .format());
        }

        private static @Nullable Integer mode(FileAccess access) {
            return access.mode() == FileAccess.ANY ? null : access.mode();
        }

        private static @Nullable Owner owner(FileAccess access) {
            return access.uid() == FileAccess.ANY ? null : new Owner(access.uid(), access.gid());
        }

        List<Key<ProcessConfig, ?>> once() {
            return once.all();
        }

        List<Key<ProcessConfig, ?>> each() {
            return each.all();
        }

        /** In the order of the manual; what is not named here comes last. */
        public List<Key<ProcessConfig, ?>> page() {
            return KeyTable.join(
                    List.of(logfile, maxbytes, backups, mode, owner, format, captureMaxbytes, eventsEnabled, syslog),
                    each(),
                    once());
        }

        /** @param redirected whether the output goes elsewhere, and has no log of its own */
        OutputConfig config(Values values, boolean redirected) {
            Logfile file = values.get(logfile);
            Integer bits = values.find(mode);
            Owner who = values.find(owner);
            return new OutputConfig(
                    redirected ? new LogTarget.None() : file.target(),
                    values.get(maxbytes),
                    values.get(backups),
                    values.get(syslog) || file.syslog(),
                    values.get(captureMaxbytes),
                    values.get(eventsEnabled),
                    new FileAccess(
                            bits == null ? FileAccess.ANY : bits,
                            who == null ? FileAccess.ANY : who.uid(),
                            who == null ? FileAccess.ANY : who.gid()),
                    values.get(format));
        }

        /** Notes what mode and owner cannot say about such a log, as soon as both have been read. */
        void check(Values values, SectionReader keys) {
            Integer bits = values.find(mode);
            Owner who = values.find(owner);
            LogTarget target = values.get(logfile).target();
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
        }

        private static boolean isOfTheSystem(String path) {
            return (path.startsWith("/dev/") && !path.startsWith("/dev/shm/")) || path.startsWith("/proc/");
        }
    }
}
