package org.supervisor4j.daemon.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.FakeSurroundings;
import org.supervisor4j.daemon.config.MapSource;
import org.supervisor4j.daemon.config.check.ConfigCheck;
import org.supervisor4j.ini.ConfigException;

/** Waits that cannot come to an end: told at the start, by a re-read and by a check, in the same words. */
class DependencyCheckTest {
    private static final String BEGIN = "[supervisord]\n[include]\nfiles=/srv/*.ini\n";

    private final MapSource files = new MapSource();
    private final FakeSurroundings surroundings = new FakeSurroundings();

    private void read(String text, String more) throws ConfigException {
        files.with("/srv/s.conf", BEGIN + text).with("/srv/more.ini", more);
        parser().parse("/srv/s.conf");
    }

    private ConfigParser parser() {
        return new ConfigParser(files, surroundings, CommandLineOverrides.NONE);
    }

    private static String program(String name, String... keys) {
        return "[program:" + name + "]\ncommand=c\n" + String.join("\n", keys) + "\n";
    }

    private static String in(String section, int line) {
        return " in section '" + section + "' (file: '/srv/s.conf', line " + line + ")";
    }

    /** Each row: what stands from line 4 on, what another file has, where the mistake is, and what is said of it. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        program("a", "depends_on=b"),
                        program("b", "depends_on=c") + program("c", "depends_on=a"),
                        "/srv/s.conf:6",
                        "depends_on goes round, so that none of them would ever be started: /srv/s.conf:6: a -> /srv/more.ini:3: b"
                                + " -> /srv/more.ini:6: c -> a; take one of them out"),
                arguments(
                        program("a", "depends_on=a"),
                        "",
                        "/srv/s.conf:6",
                        "depends_on goes round, so that none of them would ever be started: /srv/s.conf:6: a -> a; take one of"
                                + " them out"),
                arguments(
                        program("a", "part_of=b") + program("b", "depends_on=a:started"),
                        "",
                        "/srv/s.conf:6",
                        "part_of goes round, so that none of them would ever be started: /srv/s.conf:6: a -> /srv/s.conf:9: b -> a;"
                                + " take one of them out"),
                arguments(
                        program("a", "dependent_startup=true", "dependent_startup_wait_for=b:exited")
                                + program("b", "depends_on=a"),
                        "",
                        "/srv/s.conf:7",
                        "dependent_startup_wait_for goes round, so that none of them would ever be started: /srv/s.conf:7: a ->"
                                + " /srv/s.conf:10: b -> a; take one of them out"),
                arguments(
                        program("web", "depends_on=databas"),
                        program("database"),
                        "/srv/s.conf:6",
                        "depends_on names databas, which is no program, group:* or group:process; did you mean database?"
                                + in("program:web", 6)),
                arguments(
                        program("web", "depends_on=shop:*"),
                        "",
                        "/srv/s.conf:6",
                        "depends_on names shop:*, which is no program, group:* or group:process"
                                + in("program:web", 6)),
                arguments(
                        program("web", "depends_on=db:healthy"),
                        program("db"),
                        "/srv/s.conf:6",
                        "depends_on waits until db is healthy, but [program:db] (/srv/more.ini:1) has no healthcheck; give it"
                                + " one, or wait for db:running" + in("program:web", 6)),
                arguments(
                        program("web", "depends_on=db:healthy"),
                        program("db", "healthcheck_interval=5", "liveness_check_period=5"),
                        "/srv/s.conf:6",
                        "depends_on waits until db is healthy, but [program:db] (/srv/more.ini:1) has no healthcheck; give it"
                                + " one, or wait for db:running" + in("program:web", 6)),
                arguments(
                        program("web", "depends_on=job:completed"),
                        program("job", "autorestart=true"),
                        "/srv/s.conf:6",
                        "depends_on waits for the end of job, but autorestart=true (/srv/more.ini:3) starts it again whenever"
                                + " it ends; set autorestart=false there, or unexpected" + in("program:web", 6)),
                arguments(
                        program("web", "depends_on=job:completed_successfully"),
                        program("job", "autorestart=on"),
                        "/srv/s.conf:6",
                        "depends_on waits for the end of job, but autorestart=true (/srv/more.ini:3) starts it again whenever"
                                + " it ends; set autorestart=false there, or unexpected" + in("program:web", 6)),
                arguments(
                        program("web", "dependent_startup_wait_for=db:running"),
                        program("db"),
                        "/srv/s.conf:6",
                        "dependent_startup_wait_for has no meaning without dependent_startup=true; set that, or use"
                                + " depends_on" + in("program:web", 6)));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aWaitWithoutAnEndIsRefused(String text, String more, String place, String message) {
        assertThatThrownBy(() -> read(text, more)).hasMessage(message);
        assertThatThrownBy(() -> parser().reread("/srv/s.conf")).hasMessage(message);
        assertThat(check()).contains(place + ": error: " + message + "\n");
    }

    private String check() {
        return new ConfigCheck(files, surroundings, CommandLineOverrides.NONE)
                .check("/srv/s.conf").findings().stream().map(Object::toString).collect(Collectors.joining());
    }

    /** A program for each, which needs the one before. */
    private static String chain(int levels) {
        return IntStream.rangeClosed(0, levels)
                .mapToObj(level -> level == 0 ? program("p0") : program("p" + level, "depends_on=p" + (level - 1)))
                .collect(Collectors.joining());
    }

    @Test
    void aChainMayHaveThirtyTwoLevelsAndNoMore() throws ConfigException {
        read(chain(DependencyCheck.MOST_LEVELS), "");

        assertThatThrownBy(() -> read(chain(DependencyCheck.MOST_LEVELS + 1), ""))
                .hasMessage("depends_on is more than 32 levels deep: "
                        + IntStream.rangeClosed(0, 33)
                                .mapToObj(level -> "p" + (33 - level))
                                .collect(Collectors.joining(" -> "))
                        + in("program:p33", 105));
    }

    @ParameterizedTest
    @ValueSource(strings = {"healthcheck=tcp://127.0.0.1:1", "watchdog_sec=5", "liveness_check_script=/bin/true"})
    void whateverMakesACheckMakesOneThatCanBeWaitedFor(String key) throws ConfigException {
        read(program("web", "depends_on=db:healthy"), program("db", key));

        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"healthcheck=", "healthcheck=tcp://nowhere", "liveness_check_script="})
    void aCheckThatIsRefusedIsNotCalledMissingAsWell(String key) {
        files.with("/srv/s.conf", BEGIN + program("web", "depends_on=db:healthy"))
                .with("/srv/more.ini", program("db", key));

        assertThat(check()).startsWith("/srv/more.ini:3: error: ").doesNotContain("has no healthcheck");
    }

    @Test
    void whoIsStillNeededAndNoLongerThereIsToldWithWhereItStood() throws ConfigException {
        files.with("/srv/s.conf", BEGIN + program("web", "depends_on=db")).with("/srv/more.ini", program("db"));
        ConfigParser parser = parser();
        parser.parse("/srv/s.conf");
        files.with("/srv/more.ini", "");

        assertThatThrownBy(() -> parser.reread("/srv/s.conf"))
                .hasMessage(
                        "depends_on names db, which is no program, group:* or group:process; it stood in /srv/more.ini:1"
                                + " when the files were read last: leave it there as long as it is needed"
                                + in("program:web", 6));
    }

    @Test
    void anOddConditionIsToldWithItsLine() {
        assertThatThrownBy(() -> read(program("web", "depends_on=g:db:helthy"), ""))
                .hasMessageContaining("did you mean healthy?")
                .hasMessageContaining("'program:web'");
        assertThat(check()).startsWith("/srv/s.conf:6: error: ");
    }
}
