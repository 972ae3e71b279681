package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This machine once more, on which anything may be done: everything that is written lies in memory over its root, and
 * is gone with it; processes, ports and mounts are its own. Ours lies in {@code /opt/supervisor4j}, its programs are in
 * {@code /usr/local/bin}, and so found before Debian's. Where we are not root, only what a user's namespaces allow.
 */
final class Machine implements AutoCloseable {
    /** The first word is our folder, the second that of our programs; the others are what must be seen in there. */
    private static final String ENTER = """
            set -e
            box=$1 bin=$2
            shift 2
            mount -t tmpfs -o mode=755 tmpfs "$box/root"
            mkdir "$box/root/upper" "$box/root/work" "$box/root/all"
            mount -t overlay -o "lowerdir=/,upperdir=$box/root/upper,workdir=$box/root/work" overlay "$box/root/all"
            cd "$box/root/all"
            mount --rbind /proc proc
            mount --rbind /dev dev
            mount --rbind /sys sys
            mkdir -p ".$box"
            mount --bind "$box" ".$box"
            # What is a mount of its own does not show through.
            for path; do
                [ -e ".$path" ] || { mkdir -p ".$path" && mount --bind "$path" ".$path"; }
            done
            ip link set lo up
            ln -s "${bin%/bin}" opt/supervisor4j
            for program in supervisord supervisorctl echo_supervisord_conf pidproxy; do
                ln -sf "/opt/supervisor4j/bin/$program" "usr/local/bin/$program"
            done
            exec chroot . sh -c "$LOOP" - "$box"
            """;

    /** Carries out the scripts whose numbers it reads, and is the first process in there. */
    private static final String LOOP = """
            cd "$TOP"
            while read -r number; do
                sh -e "$1/$number.sh" >"$1/$number.out" 2>&1 </dev/null
                echo $? >"$1/$number.new"
                mv "$1/$number.new" "$1/$number.status"
            done
            """;

    private static final long MOST_SECONDS = 300;

    private final Sandbox box;
    private final Process process;
    private int scripts;

    private Machine(Sandbox box, Process process) {
        this.box = box;
        this.process = process;
    }

    static Machine start() throws IOException {
        Sandbox box = Sandbox.empty();
        box.mkdirs("root");
        String bin = Installation.OURS.supervisord().replaceFirst("/[^/]*$", "");
        String java = System.getProperty("java.home");
        List<String> words = new ArrayList<>(Daemon.UNBLOCK);
        words.addAll(List.of(
                "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root",
                "TERM=dumb",
                "LANG=C.UTF-8",
                "JAVA_HOME=" + java,
                "TOP=" + MarkdownPage.TOP,
                "LOOP=" + LOOP,
                "unshare"));
        if (!Account.isRoot()) {
            words.addAll(List.of("--user", "--map-auto", "--map-root-user"));
        }
        words.addAll(List.of("--pid", "--mount", "--net", "--fork", "--mount-proc", "--kill-child"));
        words.addAll(List.of("sh", "-c", ENTER, "-", box.root().toString(), bin));
        words.addAll(List.of(MarkdownPage.TOP.toString(), bin, java));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(box.path("enter.out").toFile())
                .start();
        Machine machine = new Machine(box, process);
        assertThat(machine.run("true").toString()).isEqualTo("[exit 0]\n");
        return machine;
    }

    /** A folder that is the same inside and outside. */
    Sandbox box() {
        return box;
    }

    /**
     * Runs a script of plain shell to its end, at the top of the source tree; it ends at the first command that fails.
     */
    Command.Result run(String script) throws IOException {
        String name = Integer.toString(++scripts);
        box.write(name + ".sh", script);
        OutputStream stdin = process.getOutputStream();
        stdin.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
        stdin.flush();
        Path status = box.path(name + ".status");
        Await.until("this has ended:\n" + script, MOST_SECONDS, () -> Files.exists(status) || !process.isAlive());
        assertThat(process.isAlive()).as(() -> box.read("enter.out")).isTrue();
        return new Command.Result(Integer.parseInt(box.read(name + ".status").strip()), box.read(name + ".out"), "");
    }

    /** Writes a file inside, and the folders that it needs. */
    void write(String path, String text) throws IOException {
        box.write("text", text);
        Command.Result written =
                run("mkdir -p \"$(dirname '%1$s')\"\ncat '%2$s' >'%1$s'\n".formatted(path, box.path("text")));
        assertThat(written.toString()).isEqualTo("[exit 0]\n");
    }

    @Override
    public void close() throws IOException {
        try {
            // At the end of its input the first process ends, and all others with it.
            process.getOutputStream().close();
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            box.close();
        }
    }
}
