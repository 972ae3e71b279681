package org.supervisor4j.daemon.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.daemon.config.FakeSurroundings;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.MapSource;
import org.supervisor4j.ini.ConfigException;

class ConfigDiffTest {
    static Stream<Arguments> changes() {
        String program = "[program:x]\ncommand=c\n";
        String listener = "[eventlistener:x]\ncommand=c\n";
        String fcgi = "[fcgi-program:x]\ncommand=c\n";
        return Stream.of(
                arguments("nothing", false, program, program),
                arguments("a comment", false, program, program + "; hello"),
                arguments("a signal's spelling", false, program + "stopsignal=TERM", program + "stopsignal=15"),
                arguments("a mask's spelling", false, program + "umask=022", program + "umask=22"),
                arguments("the command", true, program, program + "command=d"),
                arguments("the priority", true, program, program + "priority=5"),
                arguments("startsecs", true, program, program + "startsecs=5"),
                arguments("the order of exitcodes", true, program + "exitcodes=0,1", program + "exitcodes=1,0"),
                arguments("the environment", true, program, program + "environment=A=1"),
                arguments("the user", true, program, program + "user=web"),
                arguments("the number of processes", true, program, program + "numprocs=0"),
                arguments("a log that becomes AUTO", false, program + "stdout_logfile=/tmp/x", program),
                arguments("an AUTO log that gets a name", true, program, program + "stdout_logfile=/tmp/x"),
                arguments("an AUTO log that is switched off", true, program, program + "stderr_logfile=NONE"),
                arguments("a log's size", true, program, program + "stdout_logfile_maxbytes=1KB"),
                arguments("the kind of group", true, program, "[group:x]\nprograms=x\n[program:x]\ncommand=d\n"),
                arguments("a program as its own group", false, program, "[group:x]\nprograms=x\n" + program),
                arguments("a program that becomes fcgi", true, program, fcgi + "socket=tcp://h:1"),
                arguments("an fcgi url", true, fcgi + "socket=tcp://h:1", fcgi + "socket=tcp://h:2"),
                arguments(
                        "an fcgi socket's mode, owner and backlog",
                        false,
                        fcgi + "socket=unix:///tmp/s",
                        fcgi + "socket=unix:///tmp/s\nsocket_mode=0777\nsocket_owner=web\nsocket_backlog=5"),
                arguments("the events", true, listener + "events=TICK_5", listener + "events=TICK_60"),
                arguments(
                        "the buffer size", true, listener + "events=TICK_5", listener + "events=TICK_5\nbuffer_size=5"),
                arguments(
                        "the order of programs",
                        true,
                        "[group:x]\nprograms=a,b\n[program:a]\ncommand=a\n[program:b]\ncommand=b",
                        "[group:x]\nprograms=b,a\n[program:a]\ncommand=a\n[program:b]\ncommand=b"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("changes")
    void change(String what, boolean changed, String before, String after) throws ConfigException {
        ConfigDiff diff = ConfigDiff.between(groups(before), groups(after));

        assertThat(diff.changed()).isEqualTo(changed ? List.of("x") : List.of());
        assertThat(diff.added()).isEmpty();
        assertThat(diff.removed()).isEmpty();
    }

    @Test
    void addedGroupsComeSortedAndRemovedOnesInTheOrderOfActivation() throws ConfigException {
        List<GroupConfig> active = groups("[program:c]\ncommand=c\npriority=1\n[program:a]\ncommand=c");
        List<GroupConfig> wanted = groups("[program:z]\ncommand=c\n[program:y]\ncommand=c");

        ConfigDiff diff = ConfigDiff.between(active, wanted);

        assertThat(diff).isEqualTo(new ConfigDiff(List.of("y", "z"), List.of(), List.of("c", "a")));
    }

    private static List<GroupConfig> groups(String text) throws ConfigException {
        return new ConfigParser(
                        new MapSource().with("s.conf", "[supervisord]\n" + text),
                        new FakeSurroundings(),
                        CommandLineOverrides.NONE)
                .parse("s.conf")
                .groups();
    }
}
