package org.supervisor4j.daemon.config;

import static org.supervisor4j.daemon.config.Option.option;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Kind.Logfile;
import org.supervisor4j.daemon.os.FileAccess;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;

/** The keys of a program that each of its processes reads anew, because they may name {@code process_num}. */
final class ProcessSection {
    static final Option<Map<String, String>> ENVIRONMENT = option("environment", Kind.ENVIRONMENT, "");
    static final Option<String> DIRECTORY = option("directory", Kind.STRING);
    static final OutputKeys STDOUT = OutputKeys.of("stdout");
    static final OutputKeys STDERR = OutputKeys.of("stderr");
    static final Option<String> COMMAND = option("command", Kind.STRING);

    static final List<Option<?>> ALL = List.of(
            ENVIRONMENT,
            DIRECTORY,
            STDOUT.logfile(),
            STDOUT.backups(),
            STDOUT.maxbytes(),
            STDOUT.syslog(),
            STDOUT.mode(),
            STDOUT.owner(),
            STDOUT.format(),
            STDERR.logfile(),
            STDERR.backups(),
            STDERR.maxbytes(),
            STDERR.syslog(),
            STDERR.mode(),
            STDERR.owner(),
            STDERR.format(),
            COMMAND);

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;
    private final Expansion names;
    private final ProgramSection.Shared shared;
    /** ENV_ names of this program's environment. As in the reference, those of earlier processes stay known. */
    private final Map<String, String> own = new LinkedHashMap<>();

    /** @param names what all processes of the section know besides the ENV_ names */
    ProcessSection(
            ParseRun run, IniSection section, SectionReader keys, Expansion names, ProgramSection.Shared shared) {
        this.run = run;
        this.section = section;
        this.keys = keys;
        this.names = names;
        this.shared = shared;
    }

    /** Null, and a problem noted, where there is no command. */
    @Nullable
    ProcessConfig read(long processNum) {
        Expansion numbered = names.with("process_num", BigInteger.valueOf(processNum))
                .with("numprocs", BigInteger.valueOf(shared.numprocs()));
        Map<String, String> environment = environment(numbered);
        own.putAll(environment);
        run.budget().spendOn(own, environment);
        // The reference keeps the same names in two mappings of different order: one for the keys as such, one for the
        // second expansion. The order shows where a value has a %s without a name.
        Expansion scope = run.environment().with(Expansion.flat(numbered)).withEnvironment(own);
        Expansion second = numbered.with(run.environment()).withEnvironment(own);
        String directory = keys.find(DIRECTORY, scope);
        Output stdout = output(STDOUT, scope, second);
        Output stderr = output(STDERR, scope, second);
        OutputConfig errors = stderr.config(shared.stderrCapture(), shared.stderrEvents());
        if (shared.redirectStderr()) {
            errors = redirected(stderr, errors);
        }
        String command = keys.find(COMMAND, scope);
        if (command == null) {
            if (keys.raw(COMMAND) == null) {
                keys.problem("program section " + section.name() + " does not specify a command");
            }
            return null;
        }
        String name = keys.convert(
                ProgramSection.PROCESS_NAME,
                () -> second.apply(shared.processName(), ProgramSection.PROCESS_NAME.key()));
        OutputConfig out = stdout.config(shared.stdoutCapture(), shared.stdoutEvents());
        return name == null ? null : process(name, command, directory, environment, out, errors);
    }

    private Map<String, String> environment(Expansion numbered) {
        Map<String, String> earlier = new LinkedHashMap<>(own);
        earlier.keySet().removeIf(key -> run.environment().knows("ENV_" + key));
        Expansion scope = numbered.with(run.environment()).withEnvironment(earlier);
        String raw = Objects.requireNonNull(keys.raw(ENVIRONMENT));
        run.budget().work(raw.length() + (long) scope.size());
        return keys.variables(ENVIRONMENT, scope);
    }

    /**
     * One output as far as its own keys say.
     *
     * @param named whether a file was named
     */
    private record Output(
            LogTarget target,
            boolean named,
            int backups,
            long maxbytes,
            boolean syslog,
            FileAccess access,
            LogFormat format) {
        OutputConfig config(long captureMaxbytes, boolean eventsEnabled) {
            return new OutputConfig(target, maxbytes, backups, syslog, captureMaxbytes, eventsEnabled, access, format);
        }
    }

    private Output output(OutputKeys channel, Expansion scope, Expansion second) {
        Logfile logfile = logfile(channel.logfile(), scope, second);
        int backups = keys.read(channel.backups(), scope);
        long maxbytes = keys.read(channel.maxbytes(), scope);
        boolean syslog = keys.read(channel.syslog(), scope);
        String key = channel.logfile().key();
        if (logfile.syslog()) {
            warn(
                    channel.logfile(),
                    key + "=syslog but this is deprecated and will be removed.  Use "
                            + channel.syslog().key() + "=true to enable syslog instead.");
        }
        if (logfile.target() instanceof LogTarget.Auto && maxbytes == 0) {
            warn(
                    channel.logfile(),
                    "AUTO logging used for " + key
                            + " without rollover, set maxbytes > 0 to avoid filling up filesystem unintentionally");
        }
        FileAccess access = channel.access(keys, scope, logfile.target());
        LogFormat format = keys.read(channel.format(), scope);
        return new Output(
                logfile.target(), logfile.named(), backups, maxbytes, syslog || logfile.syslog(), access, format);
    }

    private Logfile logfile(Option<String> key, Expansion scope, Expansion second) {
        String once = keys.find(key, scope);
        if (once == null) {
            return Logfile.AUTO;
        }
        Logfile logfile = keys.convert(
                key, () -> Kind.LOGFILE.conversion().convert(run.lookups(), second.apply(once, key.key())));
        return logfile == null ? Logfile.AUTO : logfile;
    }

    /** Redirected errors have no log of their own. */
    private OutputConfig redirected(Output stderr, OutputConfig config) {
        if (stderr.named()) {
            warn(
                    STDERR.logfile(),
                    "redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored");
        }
        return config.withLogfile(new LogTarget.None());
    }

    private void warn(Option<?> option, String what) {
        keys.warning(option, "For [" + section.name() + "], " + what);
    }

    private ProcessConfig process(
            String name,
            String command,
            @Nullable String directory,
            Map<String, String> environment,
            OutputConfig stdout,
            OutputConfig stderr) {
        Integer umask = shared.umask();
        return new ProcessConfig(
                name,
                command,
                shared.user() == null ? null : shared.user().credentials(),
                directory,
                umask == null ? OptionalInt.empty() : OptionalInt.of(umask),
                shared.priority(),
                shared.autostart(),
                shared.autorestart(),
                shared.startsecs(),
                shared.startretries(),
                shared.stopsignal(),
                shared.stopwaitsecs(),
                shared.stopasgroup(),
                shared.killasgroup(),
                shared.exitcodes(),
                shared.redirectStderr(),
                stdout,
                stderr,
                environment,
                shared.serverurl());
    }
}
