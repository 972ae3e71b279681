package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hosting guide has its readers type, on a fresh Debian with nothing but our package: line by line. */
@Tag("native")
class LinodeWalkIT {
    /** The application's own need; nothing of ours. */
    private static final List<String> PACKAGES = List.of("python3-minimal");

    private static final Duration LONGEST_INSTALLATION =
            Duration.ofSeconds(Integer.getInteger("supervisor4j.installation.seconds", 180));

    private static Sandbox packages;
    private static Path ours;

    @BeforeAll
    static void packOurs() throws IOException {
        packages = Sandbox.empty();
        ours = DebianPackage.ours(packages.root());
    }

    @AfterAll
    static void removeWhatWasPacked() throws IOException {
        packages.close();
    }

    private static void type(DebianRoot root, String line, String expected) {
        assertThat(root.type(line).toString()).as(line).isEqualTo(expected + "[exit 0]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookworm", "trixie"})
    void fromThePackageToAProgramInTheBrowser(String suite) throws IOException {
        try (DebianRoot root = DebianRoot.of(suite, PACKAGES, List.of())) {
            install(root);
            putTheApplicationThere(root);
            addItsProgram(root);
            controlIt(root);
            logIn(root);
            removeAll(root);
        }
    }

    private static void install(DebianRoot root) {
        root.bring(ours);
        long start = System.nanoTime();
        root.run("apt-get install -qq -y /root/" + ours.getFileName());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_INSTALLATION);
        assertThat(root.run("service supervisor status")).startsWith("supervisord is running (pid ");
        type(root, "cat /proc/$(cat /run/supervisord.pid)/comm", "supervisord\n");
        type(root, "supervisorctl status", "");
        root.run("printf '\\n[inet_http_server]\\nport=*:9001\\nusername=testuser\\npassword=testpass\\n'"
                + " >>/etc/supervisor/supervisord.conf");
        type(root, "supervisorctl reload", "Restarted supervisord\n");
        Await.until("its page is there", () -> page(root).run().stdout().equals("401"));
    }

    private static void putTheApplicationThere(DebianRoot root) throws IOException {
        try (Sandbox guide = Sandbox.copyOf("linode-guide")) {
            root.write("/srv/myapp/app.py", guide.read("srv/myapp/app.py"));
            root.write("/root/myapp.conf", guide.read("etc/supervisord.d/myapp.ini"));
        }
        type(root, "useradd --system myappuser", "");
        type(root, "cp /root/myapp.conf /etc/supervisor/conf.d/", "");
    }

    private static void addItsProgram(DebianRoot root) {
        Command.Result missing = root.type("supervisorctl reread");
        assertThat(missing.stdout())
                .isEqualTo("ERROR: CANT_REREAD: The directory named as part of the path /var/log/myapp/myapp.out.log"
                        + " does not exist in section 'program:myapp' (file: '/etc/supervisor/conf.d/myapp.conf')\n");
        assertThat(missing.exit()).isEqualTo(1);
        type(root, "mkdir /var/log/myapp", "");
        type(root, "supervisorctl reread", "myappgroup: available\n");
        type(root, "supervisorctl update", "myappgroup: added process group\n");
        awaitRunning(root);
        assertThat(root.run("cat /var/log/myapp/myapp.out.log")).isEqualTo("myapp serves as myappuser in /srv/myapp\n");
    }

    private static void awaitRunning(DebianRoot root) {
        Await.until("it runs", () -> root.type("supervisorctl status")
                .stdout()
                .matches("myappgroup:myapp +RUNNING +pid \\d+, uptime 0:0\\d:\\d\\d\n"));
    }

    private static void controlIt(DebianRoot root) {
        type(root, "supervisorctl stop myappgroup:myapp", "myappgroup:myapp: stopped\n");
        assertThat(root.type("supervisorctl status").stdout())
                .startsWith("myappgroup:myapp                 STOPPED   ");
        type(root, "supervisorctl start myappgroup:myapp", "myappgroup:myapp: started\n");
        type(root, "supervisorctl restart 'myappgroup:*'", "myappgroup:myapp: stopped\nmyappgroup:myapp: started\n");
        type(root, "service supervisor restart", "Restarting supervisor: supervisord.\n");
        awaitRunning(root);
        type(root, "service supervisor reload", "Reloading supervisor: supervisord.\n");
    }

    /** Asks for the page; says the status. */
    private static Command page(DebianRoot root) {
        return root.outside("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:9001/");
    }

    private static void logIn(DebianRoot root) {
        Command page = page(root);
        assertThat(page.run().stdout()).isEqualTo("401");
        assertThat(page.and("-u", "testuser:wrong").run().stdout()).isEqualTo("401");
        assertThat(page.and("-u", "testuser:testpass").run().stdout()).isEqualTo("200");
        assertThat(root.outside("curl", "-s", "-u", "testuser:testpass", "http://127.0.0.1:9001/")
                        .run()
                        .stdout())
                .contains("myappgroup:myapp", "running");
    }

    private static void removeAll(DebianRoot root) {
        root.run("apt-get purge -qq -y supervisor4j");
        assertThat(root.run("ls /etc/supervisor/conf.d")).isEqualTo("myapp.conf\n");
        root.run("rm -r /etc/supervisor");
        assertThat(root.run("find / -xdev -name '*supervisor*' | grep -v -e ^/root/ || :"))
                .isEmpty();
        assertThat(root.run("dpkg-divert --list '*supervis*'")).isEmpty();
    }
}
