package org.supervisor4j.daemon.config;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.config.ValueKind.Logfile;
import org.supervisor4j.daemon.config.ValueKind.Owner;
import org.supervisor4j.daemon.os.files.FileAccess;

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
    /** The keys of stdout or of stderr: those that a section reads once, and those that each process reads. */
    public static final class Keys extends KeyTable<ProcessConfig, OutputConfig> {
        final Key<Long> captureMaxbytes =
                restart("capture_maxbytes", ValueKind.BYTES, "0", OutputConfig::captureMaxbytes);
        final Key<Boolean> eventsEnabled =
                restart("events_enabled", ValueKind.BOOLEAN, "false", OutputConfig::eventsEnabled);

        final KeyTable<ProcessConfig, OutputConfig> each = another();
        private final KeyTable<ProcessConfig, OutputConfig> ofFile = each.shown(Shown.WITH_FILE);
        public final Key<Logfile> logfile =
                each.shown(Shown.AS_PATH).restart("logfile", ValueKind.LOGFILE, "AUTO", OutputConfig::logfile);
        final Key<Integer> backups = ofFile.live("logfile_backups", ValueKind.INTEGER, "10", OutputConfig::backups);
        final Key<Long> maxbytes = ofFile.live("logfile_maxbytes", ValueKind.BYTES, "50MB", OutputConfig::maxbytes);
        final Key<Boolean> syslog = each.restart("syslog", ValueKind.BOOLEAN, "false", OutputConfig::syslog);
        private final KeyTable<ProcessConfig, OutputConfig> added = ofFile.added();
        final Key<Integer> mode = added.live("logfile_mode", ValueKind.FILE_MODE, null, o -> orNull(o.access.mode()));
        final Key<Owner> owner = added.live("logfile_owner", ValueKind.OWNER, null, OutputConfig::owner);
        final Key<LogFormat> format = added.live("logfile_format", ValueKind.LOG_FORMAT, "raw", OutputConfig::format);

        /** @param word {@code stdout} or {@code stderr} */
        Keys(String word, Function<ProcessConfig, OutputConfig> output) {
            super(word + "_", output);
        }

        /** In the order of the manual; what is not named here comes last. */
        public List<Key<?>> page() {
            return startingWith(
                    List.of(logfile, maxbytes, backups, mode, owner, format, captureMaxbytes, eventsEnabled, syslog),
                    join(each.all(), all()));
        }

        /** @param redirected whether the output goes elsewhere, and has no log of its own */
        OutputConfig config(Values values, boolean redirected) {
            Logfile file = values.get(logfile);
            Integer bits = values.find(mode);
            Owner logOwner = values.find(owner);
            return new OutputConfig(
                    redirected ? new LogTarget.None() : file.target(),
                    values.get(maxbytes),
                    values.get(backups),
                    values.get(syslog) || file.syslog(),
                    values.get(captureMaxbytes),
                    values.get(eventsEnabled),
                    new FileAccess(
                            bits == null ? FileAccess.ANY : bits,
                            logOwner == null ? FileAccess.ANY : logOwner.uid(),
                            logOwner == null ? FileAccess.ANY : logOwner.gid()),
                    values.get(format));
        }

        /** Notes what is odd about them. */
        public void warn(Values values, BiConsumer<Key<?>, String> warnings) {
            Logfile file = values.get(logfile);
            if (file.syslog()) {
                warnings.accept(
                        logfile,
                        logfile.key() + "=syslog but this is deprecated and will be removed.  Use " + syslog.key()
                                + "=true to enable syslog instead.");
            }
            if (file.target() instanceof LogTarget.Auto && values.get(maxbytes) == 0) {
                warnings.accept(
                        logfile,
                        "AUTO logging used for " + logfile.key()
                                + " without rollover, set maxbytes > 0 to avoid filling up filesystem unintentionally");
            }
        }

        /** Notes what mode and owner cannot say about such a log, as soon as the latter has been read. */
        public void check(Key<?> last, Values values, BiConsumer<Key<?>, String> problem) {
            if (!last.is(owner)) {
                return;
            }
            Integer bits = values.find(mode);
            Owner logOwner = values.find(owner);
            LogTarget target = values.get(logfile).target();
            if (logOwner != null && target instanceof LogTarget.Auto) {
                // The clean-up knows the daemon's own AUTO logs by their owner.
                problem.accept(owner, owner.key() + ": AUTO logs stay the daemon's; name a file in " + logfile.key());
            }
            if (target instanceof LogTarget.File file && isOfTheSystem(file.path())) {
                Key<?> first = bits != null ? mode : owner;
                if (bits != null || logOwner != null) {
                    problem.accept(
                            first, first.key() + ": " + file.path() + " is not a file of its own; remove the key");
                }
            }
        }

        private static boolean isOfTheSystem(String path) {
            return (path.startsWith("/dev/") && !path.startsWith("/dev/shm/")) || path.startsWith("/proc/");
        }
    }

    private @Nullable Owner owner() {
        return access.uid() == FileAccess.ANY ? null : new Owner(access.uid(), access.gid());
    }

    private static @Nullable Integer orNull(int number) {
        return number == FileAccess.ANY ? null : number;
    }
}
