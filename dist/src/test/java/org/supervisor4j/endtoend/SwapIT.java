package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Our package on a Debian that has Debian's: five real servers, a FastCGI program, a group, users of their own and a
 * listener in Python run under Debian's supervisord; then ours takes over, and gives back.
 */
@Tag("native")
class SwapIT {
    private static final List<String> PACKAGES =
            List.of("supervisor", "nginx-light", "redis-server", "memcached", "php-cgi", "gunicorn");
    private static final int ROUNDS = Integer.getInteger("supervisor4j.swaps", 3);

    /** A busy machine must not fail the test; a program that waits for something that does not come must. */
    private static final double MOST_RESTARTS = 3;

    private static final double TOLERANCE_SECONDS = 5;

    private static final Pattern RUNNING = Pattern.compile("\\S+ +RUNNING +pid \\d+, uptime .*");
    private static final int PROCESSES = 8;
    private static final String WITNESS = "/var/log/witness";
    private static final String AWAY = "/root/away";

    private static Sandbox packages;
    private static Path ours;

    private DebianRoot root;

    @BeforeAll
    static void packOurs() throws IOException {
        packages = Sandbox.empty();
        ours = DebianPackage.ours(packages.mkdirs("ours"));
    }

    @AfterAll
    static void removeWhatWasPacked() throws IOException {
        packages.close();
    }

    @BeforeEach
    void startTheProgramsUnderDebians() throws IOException {
        root = DebianRoot.of("bookworm", PACKAGES, List.of("supervisor"));
        Path setting = Installation.examples().resolveSibling("dist/src/test/resources/swap");
        for (String part : List.of("conf.d", "srv")) {
            try (Stream<Path> files = Files.list(setting.resolve(part))) {
                for (Path file : files.toList()) {
                    root.write(place(part) + file.getFileName(), Files.readString(file));
                }
            }
        }
        root.bring(ours);
        root.run("service supervisor start");
        awaitAllRunning();
    }

    private static String place(String part) {
        return part.equals("srv") ? "/srv/" : "/etc/supervisor/conf.d/";
    }

    @AfterEach
    void leave() throws IOException {
        root.close();
    }

    private void awaitAllRunning() {
        Await.until("all programs run", () -> running() == PROCESSES);
    }

    private long running() {
        return RUNNING.matcher(root.type("supervisorctl status").stdout())
                .results()
                .count();
    }

    /** The program that runs as the daemon. */
    private String daemon() {
        return root.run("readlink /proc/$(cat /run/supervisord.pid)/exe").strip();
    }

    private void assertOursRuns() {
        assertThat(daemon()).isEqualTo("/usr/lib/supervisor4j/bin/supervisord");
        awaitAllRunning();
    }

    private void assertDebiansRuns() {
        assertThat(daemon()).startsWith("/usr/bin/python3");
        awaitAllRunning();
        assertThat(root.type("dpkg -V supervisor").toString()).isEqualTo("[exit 0]\n");
        assertThat(root.run("dpkg-divert --list '*supervis*'")).isEmpty();
        assertThat(
                        root.run(
                                "find / -xdev \\( -name '*supervis*.debian*' -o -name '*supervisor4j*' \\) | grep -v -e ^/root/ -e ^/var/lib/dpkg/ || :"))
                .isEmpty();
    }

    private void install(String file) {
        root.run("apt-get install -qq -y /root/" + file);
    }

    private void installOurs() {
        install(ours.getFileName().toString());
    }

    @Test
    void threeTimesOursTakesOverAndGivesBackWithNoProgramDownForLongerThanARestart() {
        Map<String, String> files = settings();
        root.start("python3 /srv/watch.py " + AWAY);
        Await.until("the watch has begun", () -> root.has(AWAY));
        double restart = longestAbsence(this::restartDebians);

        for (int round = 1; round <= ROUNDS; round++) {
            double in = longestAbsence(this::installOurs);
            assertOursRuns();
            assertThatProgramsAreWhatTheyWere();
            double back = longestAbsence(() -> root.run("apt-get remove -qq -y supervisor4j"));
            assertDebiansRuns();

            System.out.printf("a restart of Debian's: %.1f s; ours in: %.1f s; back: %.1f s%n", restart, in, back);
            assertThat(List.of(in, back))
                    .as("round %d", round)
                    .allMatch(seconds -> seconds < MOST_RESTARTS * restart + TOLERANCE_SECONDS);
            assertThat(settings()).isEqualTo(files);
        }

        root.run("apt-get purge -qq -y supervisor4j");
        assertDebiansRuns();
    }

    private Map<String, String> settings() {
        return Stream.of(root.run("find /etc/supervisor /etc/default/supervisor -type f")
                        .split("\n", -1))
                .filter(file -> !file.isEmpty() && !file.endsWith(".debian"))
                .collect(Collectors.toMap(file -> file, root::read, (one, other) -> one, TreeMap::new));
    }

    private void restartDebians() {
        root.run(
                "service supervisor stop; while [ -e /run/supervisord.pid ]; do sleep 0.1; done; service supervisor start");
    }

    /** How long the program that was away longest was away, in seconds, while this was done. */
    private double longestAbsence(Runnable what) {
        root.run(": >" + AWAY);
        what.run();
        Await.until("all six were away and are back", () -> absences().size() == 6);
        awaitAllRunning();
        return absences().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    private Map<String, Double> absences() {
        return root.read(AWAY)
                .lines()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> Double.valueOf(words[1]), Math::max));
    }

    private void assertThatProgramsAreWhatTheyWere() {
        assertThat(
                        root.run(
                                "python3 -c 'import urllib.request; print(urllib.request.urlopen(\"http://127.0.0.1:8001/\").read().decode())'"))
                .isEqualTo("www-data: hello, world\n\n");
        assertThat(root.run("stat -c %U /run/php.sock")).isEqualTo("www-data\n");
        assertThat(root.run("python3 -c 'import supervisor.childutils'")).isEmpty();
        root.run(": >" + WITNESS);
        root.run("supervisorctl restart app:files memcached");
        Await.until("the listener in Python has seen both", () -> root.read(WITNESS)
                .lines()
                .collect(Collectors.toSet())
                .containsAll(List.of("supervisor app:files", "supervisor memcached:memcached")));
    }

    @Test
    void anUpdateOfDebiansPackageLeavesOursInPlace() throws IOException {
        installOurs();
        assertOursRuns();
        String configuration = root.read("/etc/supervisor/supervisord.conf");

        root.bring(newerDebians());
        install("newer.deb");

        assertThat(root.run("dpkg-query -W -f '${Version}' supervisor")).endsWith("+deb12u9");
        assertOursRuns();
        assertThatProgramsAreWhatTheyWere();
        assertThat(root.read("/etc/supervisor/supervisord.conf")).isEqualTo(configuration);
        root.run("apt-get remove -qq -y supervisor4j");
        assertDebiansRuns();
    }

    private Path newerDebians() throws IOException {
        String file = root.run("cd /root && ls supervisor_*.deb").strip();
        return DebianPackage.madeOf(
                root.path("/root/" + file),
                packages.path("newer.deb"),
                control -> control.replaceFirst("(?m)^(Version: .*)$", "$1+deb12u9"));
    }

    @Test
    void whoPurgesDebiansPackageKeepsOursAndAllSettings() {
        installOurs();
        root.run("echo '; by hand' >>/etc/supervisor/supervisord.conf");

        root.run("apt-get purge -qq -y supervisor");

        assertThat(root.run("tail -n 1 /etc/supervisor/supervisord.conf")).isEqualTo("; by hand\n");
        assertThat(daemon()).isEqualTo("/usr/lib/supervisor4j/bin/supervisord");
        assertThat(root.run("ls /etc/rc2.d")).contains("supervisor\n");
        root.run("service supervisor restart");
        assertThat(root.run("service supervisor status")).startsWith("supervisord is running (pid ");
        // The listener has lost its Python module with the package.
        Await.until("the others run", () -> running() >= PROCESSES - 1);
        root.run("apt-get purge -qq -y supervisor4j");
        assertThatNothingIsLeft();
    }

    private void assertThatNothingIsLeft() {
        awaitTheDaemonsEnd();
        root.run("rm -f /etc/supervisor/conf.d/*; rmdir /etc/supervisor/conf.d /etc/supervisor 2>/dev/null || :");
        assertThat(
                        root.run(
                                "find / -xdev -name '*supervisor*' | grep -v -e ^/root/ -e ^/var/lib/apt/ -e ^/var/cache/ || :"))
                .isEmpty();
        assertThat(root.run("dpkg-divert --list '*supervis*'")).isEmpty();
    }

    /** Debian's stop does not wait for it. */
    private void awaitTheDaemonsEnd() {
        Await.until("the daemon has ended", () -> root.run("grep -l supervisord /proc/[0-9]*/comm || :")
                .isEmpty());
    }

    @Test
    void debiansPackageThatComesLaterAsksNothingAndChangesNothing() {
        root.run("apt-get purge -qq -y supervisor; rm -rf /etc/supervisor/*.conf");
        installOurs();
        assertThat(daemon()).isEqualTo("/usr/lib/supervisor4j/bin/supervisord");
        String configuration = root.read("/etc/supervisor/supervisord.conf");
        String pid = root.read("/run/supervisord.pid");

        root.run("dpkg -i /root/supervisor_*.deb </dev/null");

        assertThat(root.read("/etc/supervisor/supervisord.conf")).isEqualTo(configuration);
        assertThat(root.read("/run/supervisord.pid")).isEqualTo(pid);
        assertOursRuns();
        root.run("apt-get remove -qq -y supervisor4j");
        assertThat(daemon()).startsWith("/usr/bin/python3");
        assertThat(root.read("/etc/supervisor/supervisord.conf")).isEqualTo(configuration);
        root.run("apt-get purge -qq -y supervisor4j supervisor");
        awaitTheDaemonsEnd();
        // Debian's package leaves its logs.
        root.run("rm -rf /var/log/supervisor");
        assertThatNothingIsLeft();
    }

    @Test
    void anInstallationThatFailsHalfwayLeavesDebiansAsItWas() throws IOException {
        root.bring(DebianPackage.withOneFile("/usr/lib/supervisor4j/init", packages.path("in-the-way.deb")));
        install("in-the-way.deb");
        String pid = root.read("/run/supervisord.pid");

        Command.Result failed = root.type("dpkg -i /root/" + ours.getFileName());

        assertThat(failed.exit()).as(failed.toString()).isNotZero();
        assertThat(failed.stderr()).contains("trying to overwrite '/usr/lib/supervisor4j/init'");
        assertThat(root.read("/run/supervisord.pid")).isEqualTo(pid);
        root.run("dpkg --purge in-the-way");
        assertDebiansRuns();
    }

    @Test
    void anUpgradeOfOursKeepsWhatWasEdited() throws IOException {
        installOurs();
        root.run("echo '# by hand' >>/etc/init.d/supervisor; echo '; by hand' >>/etc/supervisor/supervisord.conf");
        root.bring(DebianPackage.madeOf(
                ours, packages.path("next.deb"), control -> control.replaceFirst("(?m)^(Version: .*)$", "$1.1")));

        install("next.deb");

        assertOursRuns();
        assertThat(root.run("tail -qn 1 /etc/init.d/supervisor /etc/supervisor/supervisord.conf"))
                .isEqualTo("# by hand\n; by hand\n");
        assertThat(root.run("dpkg-divert --list '*supervis*' | wc -l")).isEqualTo("12\n");
        root.run("apt-get remove -qq -y supervisor4j");
        assertThat(daemon()).startsWith("/usr/bin/python3");
        assertThat(
                        root.run(
                                "tail -qn 1 /etc/init.d/supervisor "
                                        + "/etc/supervisor/supervisord.conf /etc/supervisor/init.d-supervisor.supervisor4j 2>/dev/null || :"))
                .isEqualTo("exit 0\n; by hand\n# by hand\n");
    }

    @Test
    void aConfigurationThatIsRefusedLeavesWhatRuns() {
        root.write("/etc/supervisor/conf.d/broken.conf", "[program:broken]\ncommand=/bin/cat\nstopsignal=NOSUCH\n");
        String pid = root.read("/run/supervisord.pid");

        Command.Result installed = root.type("apt-get install -qq -y /root/" + ours.getFileName());

        assertThat(installed.exit()).as(installed.toString()).isZero();
        assertThat(installed.toString()).contains("broken.conf", "was left as it is, with all its programs");
        assertThat(root.read("/run/supervisord.pid")).isEqualTo(pid);
        root.run("rm /etc/supervisor/conf.d/broken.conf; service supervisor restart");
        assertOursRuns();
    }

    @Test
    void theReplacingPackageTakesThePlaceOfDebians() throws IOException {
        Path replacing = DebianPackage.ours(packages.mkdirs("replacing"), "--replace");
        root.bring(replacing);

        install(replacing.getFileName().toString());

        assertThat(root.type("dpkg-query -W -f '${db:Status-Status}' supervisor")
                        .stdout())
                .isEqualTo("config-files");
        assertThat(daemon()).isEqualTo("/usr/lib/supervisor4j/bin/supervisord");
        Await.until("all but the listener run", () -> running() >= PROCESSES - 1);
        root.run("apt-get purge -qq -y supervisor");
        root.run("service supervisor restart");
        Await.until("all but the listener run", () -> running() >= PROCESSES - 1);
    }
}
