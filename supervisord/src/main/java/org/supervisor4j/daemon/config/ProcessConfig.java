package org.supervisor4j.daemon.config;

import java.util.List;
import java.util.Map;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.daemon.state.StartPolicy;

/**
 * One process as configured, expansions done. Its parts are filled from one table of keys, whose rows stand with the
 * part that they fill: here, in {@link Launch}, {@link PolicyKeys}, {@link RestartKeys}, {@link EssentialKeys},
 * {@link Dependencies}, {@link OutputConfig.Keys} and {@link HealthConfig}.
 *
 * @param essential whether the daemon ends with it
 * @param priority its place in its group: low ones start first and stop last
 */
public record ProcessConfig(
        String name,
        int priority,
        Launch launch,
        StartPolicy policy,
        Dependencies dependencies,
        boolean redirectStderr,
        OutputConfig stdout,
        OutputConfig stderr,
        HealthConfig health,
        Essential essential) {
    public static final OutputConfig.Keys STDOUT = new OutputConfig.Keys("stdout", ProcessConfig::stdout);
    public static final OutputConfig.Keys STDERR = new OutputConfig.Keys("stderr", ProcessConfig::stderr);

    private static final KeyTable<ProcessConfig, ProcessConfig> FIRST = new KeyTable<>("", p -> p);
    public static final Key<Integer> PRIORITY =
            FIRST.live("priority", ValueKind.INTEGER, "999", ProcessConfig::priority);

    private static final KeyTable<ProcessConfig, ProcessConfig> OWN = FIRST.another();
    public static final Key<Boolean> REDIRECT_STDERR =
            OWN.restart("redirect_stderr", ValueKind.BOOLEAN, "false", ProcessConfig::redirectStderr);
    private static final KeyTable<ProcessConfig, ProcessConfig> OF_SECTION = OWN.shown(Shown.NEVER);
    /** A change of it changes how many processes there are to compare. */
    public static final Key<Integer> NUMPROCS = OF_SECTION.live("numprocs", ValueKind.INTEGER, "1", p -> null);

    public static final Key<Integer> NUMPROCS_START =
            OF_SECTION.nextStart("numprocs_start", ValueKind.INTEGER, "0", p -> null);

    private static final KeyTable<ProcessConfig, ProcessConfig> LAST = OF_SECTION.another();
    public static final Key<String> PROCESS_NAME =
            LAST.shown(Shown.NEVER).restart("process_name", ValueKind.STRING, "%(program_name)s", ProcessConfig::name);

    /** One with which the daemon does not end. */
    public ProcessConfig(
            String name,
            int priority,
            Launch launch,
            StartPolicy policy,
            Dependencies dependencies,
            boolean redirectStderr,
            OutputConfig stdout,
            OutputConfig stderr,
            HealthConfig health) {
        this(name, priority, launch, policy, dependencies, redirectStderr, stdout, stderr, health, Essential.NO);
    }

    /** Keys that a section reads once for all its processes. */
    public static final List<Key<?>> ONCE = KeyTable.join(
            FIRST.all(),
            PolicyKeys.ALL.all(),
            RestartKeys.ALL.all(),
            EssentialKeys.ALL.all(),
            OWN.all(),
            STDOUT.all(),
            STDERR.all(),
            Launch.ONCE.all(),
            HealthConfig.ALL.all(),
            LAST.all(),
            Dependencies.ALL.all());

    /** Keys that each process reads anew, because they may name {@code process_num}. */
    public static final List<Key<?>> EACH = KeyTable.join(
            Launch.EACH.all(), STDOUT.each.all(), STDERR.each.all(), HealthConfig.EACH.all(), List.of(Launch.COMMAND));

    /** Every key of a program, in the order in which they are read. */
    public static final List<Key<?>> KEYS = KeyTable.join(ONCE, EACH);

    /**
     * The values of all keys in their places.
     *
     * @param program whose process it is
     */
    public static ProcessConfig of(String name, String program, Values values) {
        boolean redirected = values.get(REDIRECT_STDERR);
        return new ProcessConfig(
                name,
                values.get(PRIORITY),
                Launch.of(values),
                PolicyKeys.policy(name, values),
                Dependencies.of(program, values),
                redirected,
                STDOUT.config(values, false),
                STDERR.config(values, redirected),
                HealthConfig.of(values),
                EssentialKeys.of(values));
    }

    /** The same with other variables. */
    public ProcessConfig withEnvironment(Map<String, String> variables) {
        return new ProcessConfig(
                name,
                priority,
                launch.withEnvironment(variables),
                policy,
                dependencies,
                redirectStderr,
                stdout,
                stderr,
                health,
                essential);
    }

    /**
     * The keys but for the outputs', in the order of the manual; keys not named here follow in the order of reading.
     */
    public static List<Key<?>> page() {
        return KeyTable.startingWith(
                List.of(
                        Launch.COMMAND,
                        Launch.DIRECTORY,
                        Launch.USER,
                        Launch.UMASK,
                        PRIORITY,
                        PolicyKeys.AUTOSTART,
                        PolicyKeys.AUTORESTART,
                        PolicyKeys.STARTSECS,
                        PolicyKeys.STARTRETRIES,
                        PolicyKeys.EXITCODES),
                KeyTable.join(
                        FIRST.all(),
                        PolicyKeys.ALL.all(),
                        RestartKeys.ALL.all(),
                        EssentialKeys.ALL.all(),
                        OWN.all(),
                        Dependencies.ALL.all(),
                        Launch.ONCE.all(),
                        Launch.EACH.all(),
                        HealthConfig.EACH.all(),
                        HealthConfig.ALL.all()));
    }
}
