package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a child is and has when it starts, and what is written where it could not start, under either daemon. */
class ChildIT {
    /** Prints what the kernel says about the process; numbers of pipes are taken out, and what the test itself adds. */
    private static final String LOOK = """
            import os, re, sys
            facts = []
            for line in open('/proc/self/status'):
                if re.match('(Sig|Shd|Cap|Groups|Uid|Gid|NoNewPrivs|Seccomp:|Umask)', line) and 'SigQ' not in line:
                    word, _, value = line.partition(':')
                    if word == 'SigIgn':
                        # 32 and 33 belong to libc; what they are set to here comes from whoever started the tests.
                        value = '%016x' % (int(value, 16) & ~0x180000000)
                    facts.append(word + ' ' + value.strip())
            for fd in sorted(os.listdir('/proc/self/fd'), key=int):
                try:
                    target = os.readlink('/proc/self/fd/' + fd)
                    flags = open('/proc/self/fdinfo/' + fd).read().split('flags:')[1].split()[0]
                    facts.append('descriptor %s %s %s' % (fd, re.sub(r'[0-9]+', 'N', target), flags))
                except OSError:
                    pass  # the one for the listing itself
            facts.append('2 is 1: %s' % (os.readlink('/proc/self/fd/1') == os.readlink('/proc/self/fd/2')))
            facts.append(open('/proc/self/limits').read())
            facts.append('directory ' + os.getcwd())
            facts.append('leads its group %s' % (os.getpgid(0) == os.getpid()))
            facts.append('leads its session %s' % (os.getsid(0) == os.getpid()))
            for file in ('coredump_filter', 'timerslack_ns', 'personality', 'cgroup', 'autogroup', 'setgroups', 'loginuid'):
                try:
                    facts.append(file + ' ' + open('/proc/self/' + file).read().strip())
                except OSError as e:
                    facts.append(file + ' ' + os.strerror(e.errno))
            facts.append('scheduling %s' % os.sched_getscheduler(0))
            facts.append('terminal ' + open('/proc/self/stat').read().rsplit(')', 1)[1].split()[4])
            facts.append('nice %s' % os.nice(0))
            facts.append('oom ' + open('/proc/self/oom_score_adj').read().strip())
            facts.append('processors %s' % sorted(os.sched_getaffinity(0)))
            facts.append('owner of its memory %s' % os.stat('/proc/self/environ').st_uid)
            for entry in sorted(open('/proc/self/environ').read().split('\\0')):
                if not entry.startswith('SUPERVISOR4J_END_TO_END='):
                    facts.append('environment ' + entry)
            facts.append('arguments %s' % open('/proc/self/cmdline').read().split('\\0'))
            here = os.path.dirname(sys.argv[0])
            with open(here + '/facts/new-' + sys.argv[1], 'w') as out:
                out.write('\\n'.join(facts) + '\\n')
            os.rename(here + '/facts/new-' + sys.argv[1], here + '/facts/' + sys.argv[1])
            """;

    private static final String CANNOT_BECOME_ROOT =
            "supervisor: couldn't setuid to 0: Can't drop privilege as nonroot user";

    @Test
    void aChildIsTheSameUnderBothDaemons() throws IOException {
        Map<String, String> programs = lookingPrograms();

        Map<String, String> reference = look(Installation.DEBIAN, programs);
        Map<String, String> ours = look(Installation.OURS, programs);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours).hasSameSizeAs(programs);
        assertThat(ours.get("umask")).contains("Umask 0027");
        assertThat(ours.get("redirected")).contains("2 is 1: True");
    }

    /** Their names, and what their sections say. */
    private static Map<String, String> lookingPrograms() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("plain", "");
        programs.put("directory", "directory=%(here)s/work");
        programs.put("umask", "umask=027");
        programs.put("environment", "environment=A=\"1\",PATH=\"/x:/usr/bin\",HOME=\"/h\",SUPERVISOR_ENABLED=\"no\"");
        programs.put("redirected", "redirect_stderr=true");
        programs.put("serverurl", "serverurl=http://elsewhere:1");
        if (Account.isRoot()) {
            programs.put("root", "user=root");
            programs.put("nobody", "user=nobody");
            programs.put("daemon", "user=daemon");
            programs.put(
                    "everything",
                    "user=nobody\ndirectory=%(here)s/work\numask=077\nredirect_stderr=true\nenvironment=B=\"%%\"");
        }
        return programs;
    }

    private static Map<String, String> look(Installation installation, Map<String, String> programs)
            throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.mkdirs("work");
            Files.setPosixFilePermissions(sandbox.mkdirs("facts"), PosixFilePermissions.fromString("rwxrwxrwx"));
            sandbox.write("look.py", LOOK);
            String sections = programs.entrySet().stream()
                    .map(program -> """
                            [program:%s]
                            command=/usr/bin/python3 %%(here)s/look.py %%(program_name)s "two words"
                            startsecs=0
                            autorestart=false
                            %s
                            """.formatted(program.getKey(), program.getValue()))
                    .collect(Collectors.joining());
            sandbox.write(Configuration.FILE, Configuration.with(sections));
            try (Daemon daemon = start(installation, sandbox)) {
                programs.keySet()
                        .forEach(name ->
                                Await.until(name + " has looked", () -> Files.exists(sandbox.path("facts/" + name))));
                programs.keySet().forEach(name -> daemon.rpc().awaitState(name, "EXITED"));
            }
            Map<String, String> found = new TreeMap<>();
            for (String name : programs.keySet()) {
                found.put(
                        name,
                        sandbox.read("facts/" + name).replace(sandbox.root().toString(), "/ROOT"));
            }
            return found;
        }
    }

    /** A program that cannot be started: its command, more of its section, and the text that its log must hold. */
    private record Unstartable(String command, String section, String text) {}

    @Test
    void whyAChildCouldNotBeStartedIsInItsLogAsUnderTheReference() throws IOException {
        Map<String, Unstartable> programs = unstartablePrograms();

        Map<String, String> reference = fail(Installation.DEBIAN, programs, false);
        Map<String, String> ours = fail(Installation.OURS, programs, false);

        assertThat(ours).isEqualTo(reference);
        programs.forEach((name, program) -> assertThat(ours.get(name))
                .as(name)
                .contains("(exit status 127; not expected)")
                .contains(program.text() + "\nsupervisor: child process was not spawned\n"));
    }

    private static Map<String, Unstartable> unstartablePrograms() {
        Map<String, Unstartable> programs = new LinkedHashMap<>();
        programs.put("interpreter", failingExec("no-interpreter", "", "ENOENT"));
        programs.put("format", failingExec("no-format", "", "ENOEXEC"));
        programs.put("broken", failingExec("broken-elf", "", "ENOEXEC"));
        programs.put("forbidden", failingExec("forbidden-interpreter", "", "EACCES"));
        programs.put("redirected", failingExec("no-interpreter", "redirect_stderr=true", "ENOENT"));
        programs.put(
                "directory",
                new Unstartable(
                        "/bin/true",
                        "directory=/no/such/folder",
                        "supervisor: couldn't chdir to /no/such/folder: ENOENT"));
        if (Account.isRoot()) {
            programs.put("private", failingExec("private/true", "user=nobody", "EACCES"));
            programs.put(
                    "privatedirectory",
                    new Unstartable(
                            "/bin/true",
                            "user=nobody\ndirectory=%(here)s/private",
                            "supervisor: couldn't chdir to /ROOT/private: EACCES"));
        }
        return programs;
    }

    private static Unstartable failingExec(String file, String section, String error) {
        return new Unstartable("%(here)s/" + file, section, "supervisor: couldn't exec /ROOT/" + file + ": " + error);
    }

    @Test
    void nobodyCannotBecomeAnotherUser() throws IOException {
        Map<String, Unstartable> programs =
                Map.of("root", new Unstartable("/bin/true", "user=root", CANNOT_BECOME_ROOT));

        Map<String, String> reference = fail(Installation.DEBIAN, programs, true);
        Map<String, String> ours = fail(Installation.OURS, programs, true);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours.get("root")).contains(CANNOT_BECOME_ROOT);
    }

    /** What the daemon's log and the program's logs say of each. */
    private static Map<String, String> fail(
            Installation installation, Map<String, Unstartable> programs, boolean asNobody) throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
            makeWhatCannotBeRun(sandbox);
            String sections = programs.entrySet().stream()
                    .map(program -> """
                            [program:%1$s]
                            command=%2$s
                            startsecs=60
                            startretries=0
                            stdout_logfile=%%(here)s/%1$s.log
                            %3$s
                            %4$s
                            """.formatted(
                                    program.getKey(),
                                    program.getValue().command(),
                                    program.getValue().section(),
                                    program.getValue().section().contains("redirect")
                                            ? ""
                                            : "stderr_logfile=%(here)s/" + program.getKey() + ".err"))
                    .collect(Collectors.joining());
            sandbox.write(Configuration.FILE, Configuration.with(sections));
            try (Daemon daemon = asNobody
                    ? Daemon.startAsNobody(
                            installation, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET))
                    : start(installation, sandbox)) {
                programs.keySet().forEach(name -> daemon.rpc().awaitState(name, "FATAL"));
            }
            Map<String, String> found = new TreeMap<>();
            for (String name : programs.keySet()) {
                found.put(name, said(sandbox, name));
            }
            return found;
        }
    }

    private static void makeWhatCannotBeRun(Sandbox sandbox) throws IOException {
        sandbox.mkdirs("private");
        Files.copy(Path.of("/bin/true"), sandbox.path("private/true"));
        sandbox.write("no-interpreter", "#!/no/such/interpreter\n");
        sandbox.write("no-format", "echo no first line\n");
        sandbox.write("broken-elf", "\u007fELF" + "\0".repeat(100));
        sandbox.write("forbidden-interpreter", "#!/etc/passwd\n");
        for (String file :
                List.of("no-interpreter", "no-format", "broken-elf", "forbidden-interpreter", "private/true")) {
            Files.setPosixFilePermissions(sandbox.path(file), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(sandbox.path("private"), PosixFilePermissions.fromString("rwx------"));
    }

    private static String said(Sandbox sandbox, String name) {
        List<String> lines = LogLines.about(name, sandbox);
        String errors = Files.exists(sandbox.path(name + ".err")) ? sandbox.read(name + ".err") : "(no file)\n";
        return "%s%nstdout:%n%sstderr:%n%s"
                .formatted(String.join("\n", lines), sandbox.read(name + ".log"), errors)
                .replace(sandbox.root().toString(), "/ROOT");
    }

    private static Daemon start(Installation installation, Sandbox sandbox) throws IOException {
        return Daemon.start(installation, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }
}
