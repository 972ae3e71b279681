package org.supervisor4j.daemon.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.sink.FakeKernel.ROOT;
import static org.supervisor4j.daemon.sink.FakeKernel.SOMEBODY;
import static org.supervisor4j.daemon.sink.FakeKernel.US;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.sink.FakeKernel;

class SafePathsTest {
    private final FakeKernel kernel = new FakeKernel();
    private final SafePaths paths = kernel.paths();

    private boolean opens(String path) {
        try {
            kernel.close(paths.open(path, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0));
            return true;
        } catch (OsException e) {
            assertThat(e.errno().name()).isEqualTo("ELOOP");
            return false;
        } finally {
            kernel.assertNothingIsOpen();
        }
    }

    /** For each component alike: the last one, and a folder on the way. */
    @ParameterizedTest(name = "folder of {0} with mode {1}, link of {2}: followed {3}")
    @CsvSource({
        "0, 755, 0, true",
        "0, 755, 1000, true",
        "500, 755, 1000, true",
        "1000, 755, 0, true",
        "1000, 755, 500, true",
        "1000, 755, 1000, false",
        "0, 1777, 500, true",
        "0, 1777, 1000, false",
        "0, 775, 1000, false",
        "1000, 755, 1001, false",
    })
    void aLinkIsFollowedIfItIsOursOrRootsOrNobodyElseCanWriteItsFolder(
            int folderOwner, String mode, int linkOwner, boolean followed) {
        kernel.folder("/f", folderOwner, Integer.parseInt(mode, 8));
        kernel.folder("/etc", ROOT, 0755).file("/etc/passwd", "root", ROOT);
        kernel.link("/f/log", "/etc/passwd", linkOwner).link("/f/logs", "/etc", linkOwner);

        assertThat(opens("/f/log")).isEqualTo(followed);
        assertThat(opens("/f/logs/passwd")).isEqualTo(followed);
    }

    @Test
    void foldersOfOthersAreGoneThrough() {
        kernel.folder("/home/joe", SOMEBODY, 0755).folder("/home/joe/logs", SOMEBODY, 0777);
        kernel.file("/home/joe/logs/log", "", SOMEBODY);

        assertThat(opens("/home/joe/logs/log")).isTrue();
        assertThat(opens("/home//joe/./logs/log")).isTrue();
    }

    @Test
    void aRefusedLinkIsNamedWithItsOwner() {
        kernel.folder("/home/joe", SOMEBODY, 0755).folder("/etc", ROOT, 0755);
        kernel.link("/home/joe/logs", "/etc", SOMEBODY);

        assertThatThrownBy(() -> paths.open("/home/joe/logs/passwd", OpenFlags.READ_ONLY, 0))
                .hasMessage("cannot open /home/joe/logs/passwd (the symbolic link logs in it belongs to user 1000, who "
                        + "could lead it anywhere): ELOOP (Too many levels of symbolic links)");
        kernel.assertNothingIsOpen();
    }

    @Test
    void aFileOnTheWayIsNoFolder() {
        kernel.file("/var/file", "", ROOT);

        assertThatThrownBy(() -> paths.open("/var/file/log", OpenFlags.READ_ONLY, 0))
                .hasMessage("cannot open /var/file/log: ENOTDIR (Not a directory)");
    }

    @Test
    void theDescriptorsOfAProcessOfOursAreLeftToTheKernelAndThoseOfOthersAreNot() {
        kernel.folder("/proc/7/fd", US, 0500).folder("/proc/8/fd", SOMEBODY, 0500);
        kernel.file("/somewhere", "", ROOT).link("/proc/self", "7", SOMEBODY);
        kernel.link("/proc/7/fd/1", "/somewhere", US).link("/proc/8/fd/1", "/somewhere", SOMEBODY);
        kernel.link("/dev/stdout", "/proc/self/fd/1", ROOT);

        assertThat(opens("/proc/7/fd/1")).isTrue();
        assertThat(opens("/dev/stdout")).isTrue();
        assertThat(opens("/proc/8/fd/1")).isFalse();
    }

    @Test
    void whatIsThereCountsAsThereThoughItMayNotBeFollowed() {
        kernel.folder("/home/joe", SOMEBODY, 0755).link("/home/joe/log", "/etc/passwd", SOMEBODY);
        kernel.link("/home/dangling", "/nowhere", ROOT);

        assertThat(paths.exists("/home/joe/log")).isTrue();
        assertThat(paths.exists("/home/joe/none")).isFalse();
        assertThat(paths.exists("/home/dangling")).isFalse();
    }

    @Test
    void whereALinkLeadsTheRuleAppliesAgain() {
        kernel.folder("/trusted", ROOT, 0755).folder("/home", SOMEBODY, 0755);
        kernel.file("/secret", "", ROOT);
        kernel.link("/trusted/log", "/home/log", ROOT);
        kernel.link("/home/log", "/secret", SOMEBODY);

        assertThat(opens("/trusted/log")).isFalse();
    }

    @Test
    void aRelativeLinkLeadsFromItsOwnFolder() {
        kernel.folder("/var", ROOT, 0755).file("/var/target", "", ROOT).link("/var/log", "target", ROOT);

        assertThat(opens("/var/log")).isTrue();
    }

    @Test
    void aCircleOfLinksIsLeft() {
        kernel.folder("/var", ROOT, 0755).link("/var/a", "b", ROOT).link("/var/b", "a", ROOT);

        assertThat(opens("/var/a")).isFalse();
    }

    @Test
    void whatIsMissingIsSaidWithItsPath() {
        assertThatThrownBy(() -> paths.open("/nowhere/log", OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0666))
                .hasMessageStartingWith("cannot open /nowhere/log: ENOENT");
    }
}
