package org.supervisor4j.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Makes up configurations: every section and key, in every form that the dialect has, with values at their edges. One
 * in three has values that are wrong. Variables are quoted in ways that 4.2.5 and 4.4 read alike.
 */
final class ConfigurationGenerator {
    private static final List<String> ODD = List.of(
            "",
            "foo",
            "-1",
            "0",
            "%(nope)s",
            "100%",
            "%(here)s",
            "%(program_name)s",
            "%(group_name)s",
            "%(ENV_WORD)s",
            "%(ENV_E)s",
            "%(host_node_name)s",
            "%(process_num)02d",
            "true",
            "9",
            "1234",
            "a ; b",
            "a,b",
            "/nonexistent/x",
            "~",
            "~root/x",
            "1 KB",
            "\n  2",
            "%%",
            "%%%%",
            "%s",
            "é",
            "1_000",
            " 7 ",
            "%(numprocs)s",
            "a #b",
            "[x]");

    private static final List<String> BOOLEANS = List.of("true", "false", "on", "No", "0", "1", "YES");
    private static final List<String> NUMBERS = List.of("0", "1", "2", "007", "1_0", "+3");
    private static final List<String> SIZES = List.of("0", "1KB", "50MB", "10", "2 mb");
    private static final List<String> LOGS = List.of(
            "AUTO",
            "none",
            "OFF",
            "%(here)s/%(program_name)s.log",
            "%(here)s/a%%%%b",
            "%(here)s/%(program_name)s-%(process_num)d.log",
            "/dev/null");
    private static final List<String> ENVIRONMENTS = List.of(
            "A=1",
            "A=\"x y\",B='2'",
            "A=\"%(process_num)d\"",
            "A%(process_num)s=\"1\"",
            "A=\"%(ENV_WORD)s\"",
            "A=\"%(here)s\",\n  E=\"two\"",
            "A=/x/y.z+(1):-,B=2",
            "A=\"a,b;c\",",
            "PATH=\"/bin\"",
            "A=\"%(host_node_name)s\"",
            "SUPERVISOR_GROUP_NAME=\"mine\"",
            "A=1;B=2",
            "A=1,,",
            "A=b@c",
            "A=");

    private static final List<String> DAEMONS_OWN =
            List.of("G=\"1\"", "G=\"%(here)s\",H='%(ENV_WORD)s'", "G", "WORD=\"other\"");

    private static final Map<String, List<String>> DAEMON = Map.ofEntries(
            Map.entry("minfds", List.of("1024", "512", "x")),
            Map.entry("minprocs", NUMBERS),
            Map.entry("umask", List.of("022", "0o77", "8")),
            Map.entry("logfile_maxbytes", SIZES),
            Map.entry("logfile_backups", NUMBERS),
            Map.entry("loglevel", List.of("debug", "INFO", "warning", "blather")),
            Map.entry("directory", List.of("/tmp", "%(here)s", "/none")),
            Map.entry("identifier", List.of("id", "two words", "%(ENV_HOMES)s")),
            Map.entry("silent", BOOLEANS),
            Map.entry("nocleanup", BOOLEANS),
            Map.entry("strip_ansi", BOOLEANS),
            Map.entry("environment", DAEMONS_OWN));

    private static final Map<String, List<String>> PROCESS = Map.ofEntries(
            Map.entry("priority", List.of("1", "999", "-5", "1", "%(numprocs)s")),
            Map.entry("startretries", NUMBERS),
            Map.entry("stopsignal", List.of("TERM", "sigint", "9", "40", "HUP", "usr1")),
            Map.entry("stopwaitsecs", NUMBERS),
            Map.entry("stopasgroup", BOOLEANS),
            Map.entry("killasgroup", BOOLEANS),
            Map.entry("exitcodes", List.of("0,2", "0", "256", "0, 1", "")),
            Map.entry("redirect_stderr", BOOLEANS),
            Map.entry("numprocs_start", List.of("1", "5", "-1")),
            Map.entry("stdout_capture_maxbytes", SIZES),
            Map.entry("stdout_events_enabled", BOOLEANS),
            Map.entry("stderr_events_enabled", BOOLEANS),
            Map.entry("serverurl", List.of("auto", " AUTO ", "http://x", "")),
            Map.entry("directory", List.of("/tmp", "%(here)s", "/%(ENV_E)s")),
            Map.entry("umask", List.of("077", "0o22", "9")),
            Map.entry(
                    "process_name",
                    List.of("%(program_name)s", "p", "%(group_name)s-%(process_num)s", "x y", "p_%(process_num)03d")),
            Map.entry("stdout_logfile", LOGS),
            Map.entry("stderr_logfile", LOGS),
            Map.entry("stdout_logfile_maxbytes", SIZES),
            Map.entry("stderr_logfile_maxbytes", SIZES),
            Map.entry("stdout_logfile_backups", NUMBERS),
            Map.entry("environment", ENVIRONMENTS),
            Map.entry("user", List.of("root", "0", "nosuch", "99999")),
            Map.entry("numprocs", List.of("1", "0", "2", "-1")));

    private static final List<String> COMMANDS = List.of(
            "%(here)s/probe",
            "%(here)s/probe a  b",
            "%(here)s/probe \"two words\" 'it''s' x\\ y",
            "%(here)s/probe %(program_name)s-%(process_num)05d-%(numprocs)d",
            "%(here)s/probe %%d \"%%\" 100%%",
            "%(here)s/probe %(ENV_WORD)s \"%(ENV_WORD)s\"",
            "%(here)s/probe\n    more ; comment\n    -x=#y",
            "%(here)s/probe %(group_name)10s|%(group_name)-4s|",
            "%(here)s/probe $HOME ~ * \"\"",
            "%(here)s/probe ;x",
            "%(here)s/probe \"a\\\"b\\\\c\\d\"",
            "%(here)s/probe é %(host_node_name)s",
            "%(here)s/probe %(ENV_A)s",
            "%(here)s/probe %(process_num)x %(process_num)#o %(process_num)+d");

    private static final List<String> SECTIONS = List.of(
            "program:a",
            "program:a",
            "program:b",
            "program:c",
            "group:g",
            "group:a",
            "fcgi-program:f",
            "eventlistener:l",
            "supervisord",
            "DEFAULT",
            "unknown",
            "supervisorctl",
            "program: d ",
            "program:x y",
            "inet_http_server:two",
            "rpcinterface:r");

    private final Random random;
    private int made;

    ConfigurationGenerator(long seed) {
        random = new Random(seed);
    }

    /**
     * One configuration.
     *
     * @param name which one it is
     * @param files by name, the main file among them
     * @param run whether its programs all end at once, so that they can be run
     * @param start whether it is also worth a start, which takes longer than all the rest
     */
    record Generated(String name, Map<String, String> files, boolean run, boolean start) {}

    Generated next(String name) {
        boolean run = random.nextBoolean();
        double oddity = random.nextInt(3) == 0 ? 0.15 : 0;
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder main = new StringBuilder();
        sections(main, 1 + random.nextInt(4), oddity, run);
        if (random.nextInt(4) == 0) {
            main.append("[include]\nfiles = ")
                    .append(pick(
                            List.of("conf.d/*.conf", "conf.d/b.conf none/*\n  conf.d/[a]*", "%(here)s/conf.d/?.conf")))
                    .append('\n');
            for (String file : List.of("conf.d/a.conf", "conf.d/b.conf", "conf.d/.hidden.conf")) {
                StringBuilder text = new StringBuilder();
                sections(text, random.nextInt(3), oddity, run);
                // Here is another place in an included file.
                files.put(file, text.toString().replace("%(here)s/probe", "%(here)s/../probe"));
            }
        }
        files.put(Configuration.FILE, main.toString());
        boolean start = main.indexOf("[supervisord]") >= 0 || made++ % 4 == 0;
        return new Generated(name, files, run, start);
    }

    private void sections(StringBuilder text, int count, double oddity, boolean run) {
        for (int i = 0; i < count; i++) {
            String section = pick(SECTIONS);
            text.append('[').append(section).append(pick(List.of("]\n", "] ; x\n", "]junk\n")));
            if (section.startsWith("group")) {
                line(text, "programs", pick(List.of("a", "a,b", "f", "b, a", "a,a", "c", "nosuch", "b,nosuch")));
            } else if (section.startsWith("inet")) {
                line(text, "port", pick(List.of("*:9001", "LOCALHOST:1", "9001", "x", "h:", "h:0")));
            } else if (section.startsWith("rpc")) {
                line(text, "supervisor.rpcinterface_factory", "supervisor.rpcinterface:make_main_rpcinterface");
            } else if (section.equals("supervisord")) {
                keys(text, section, DAEMON, 3, oddity);
            } else if (section.equals("unknown") || section.equals("supervisorctl")) {
                line(text, "whatever", "%(nope)s 100%");
            } else {
                processes(text, section, oddity, run);
            }
        }
    }

    private void processes(StringBuilder text, String section, double oddity, boolean run) {
        line(text, "command", pick(COMMANDS));
        if (section.startsWith("event")) {
            line(text, "events", pick(List.of("TICK_5", "tick,Process_State", "PROCESS_COMMUNICATION", "FOO")));
        } else if (section.startsWith("fcgi")) {
            line(
                    text,
                    "socket",
                    pick(List.of(
                            "unix://%(here)s/f.sock", "unix://rel", "foo", "unix://%(here)s/%(program_name)s.sock")));
        }
        if (random.nextInt(3) == 0) {
            line(text, "numprocs", "3");
            line(text, "process_name", "%(program_name)s_%(process_num)02d");
        }
        keys(text, section, PROCESS, 5, oddity);
        line(text, "autostart", "false");
        line(text, "startsecs", run ? "0" : pick(NUMBERS));
        line(text, "autorestart", run ? "false" : pick(List.of("false", "Unexpected", "0")));
    }

    private void keys(StringBuilder text, String section, Map<String, List<String>> from, int most, double oddity) {
        List<String> names = new ArrayList<>(from.keySet());
        names.sort(null);
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String key = pick(names);
            boolean odd = random.nextDouble() < oddity;
            line(text, key, pick(isForTheDaemon(section, key) ? DAEMONS_OWN : odd ? ODD : from.getOrDefault(key, ODD)));
        }
    }

    /** What 4.2.5 expands twice, the first time with other names, and both remember. {@code [DEFAULT]} counts, too. */
    private static boolean isForTheDaemon(String section, String key) {
        return key.equals("environment") && (section.equals("supervisord") || section.equals("DEFAULT"));
    }

    private void line(StringBuilder text, String key, String value) {
        String shown = random.nextInt(5) == 0 ? key.toUpperCase(Locale.ROOT) : key;
        text.append(shown).append(pick(List.of("=", " = ", ":", " : ", "="))).append(value);
        text.append(pick(List.of("\n", "\n", " ; x\n", "\n; x = y\n", "\n\n", " # z\n")));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
