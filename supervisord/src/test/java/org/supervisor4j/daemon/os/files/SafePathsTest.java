package org.supervisor4j.daemon.os.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.sink.FakeKernel.ROOT;
import static org.supervisor4j.daemon.sink.FakeKernel.SOMEBODY;
import static org.supervisor4j.daemon.sink.FakeKernel.US;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
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

    /** The first three: a folder in it can be exchanged by nobody but root and us. */
    @ParameterizedTest(name = "in a folder of {0} with mode {1}, a folder of {2}: {3}")
    @CsvSource({
        "0, 755, 1000, /f/run/socket",
        "500, 755, 0, /f/run/socket",
        "0, 1777, 500, /f/run/socket",
        "0, 1777, 1000, through the folder",
        "0, 775, 0, through the folder",
        "1000, 755, 0, through the folder",
        "1000, 1777, 0, through the folder",
    })
    void aSocketsAddressIsItsPathWhereNobodyElseCanLeadItElsewhere(
            int folderOwner, String mode, int owner, String address) throws Exception {
        kernel.folder("/f", folderOwner, Integer.parseInt(mode, 8)).folder("/f/run", owner, 0755);

        try (Place place = paths.holdForSocket("/f/run/socket")) {
            assertThat(place.address().replaceAll("/proc/self/fd/[0-9]+/socket", "through the folder"))
                    .isEqualTo(address);
        }
        kernel.assertNothingIsOpen();
    }

    @Test
    void aSocketsAddressIsNeverLongerThanTheKernelTakes() throws Exception {
        kernel.folder("/" + "f".repeat(110), ROOT, 0755);

        try (Place place = paths.holdForSocket("/" + "f".repeat(110) + "/socket")) {
            assertThat(place.address()).matches("/proc/self/fd/[0-9]+/socket");
        }
    }

    /** In a user namespace that does not know all users, they all look like one, who may be us. */
    @Test
    void whatMayBeAnybodysIsNotOurs() {
        kernel.folder("/f", US, 0755).folder("/etc", ROOT, 0755).file("/etc/passwd", "root", ROOT);
        kernel.link("/f/log", "/etc/passwd", US);
        SafePaths inANamespace = new SafePaths(kernel, kernel, () -> US, US);

        assertThat(opens("/f/log")).isTrue();
        assertThatThrownBy(() -> inANamespace.open("/f/log", OpenFlags.WRITE_ONLY, 0))
                .hasMessageContaining("ELOOP");
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

    @ParameterizedTest(name = "a link of {0}: followed {1}")
    @CsvSource({"0, true", "500, true", "1000, false"})
    void whatLinksInProcLeadToIsKnownToTheKernelOnly(int owner, boolean followed) {
        kernel.folder("/dev", ROOT, 0755).folder("/dev/fd", owner, 0500).folder("/elsewhere", owner, 0500);
        kernel.fifo("pipe:[7]", 10).link("/dev/stdout", "fd/1", ROOT);
        kernel.procLink("/dev/fd/1", "pipe:[7]", owner).procLink("/elsewhere/proc", "pipe:[7]", owner);

        assertThat(opens("/dev/stdout")).isEqualTo(followed);
        assertThat(opens("/dev/fd/1")).isEqualTo(followed);
        assertThat(opens("/elsewhere/proc")).isEqualTo(followed);
    }

    @Test
    void aLinkOfSomebodysToADescriptorOfOursIsNotFollowed() {
        kernel.folder("/home", SOMEBODY, 0755).folder("/proc/self/fd", ROOT, 0500);
        kernel.fifo("pipe:[7]", 10).procLink("/proc/self/fd/1", "pipe:[7]", ROOT);
        kernel.link("/home/log", "/proc/self/fd/1", SOMEBODY);

        assertThat(opens("/home/log")).isFalse();
    }

    @ParameterizedTest(name = "{0}, which we have to write {1}: {2}")
    @CsvSource({
        "/proc/self/fd/1, true, shared",
        "/proc/self/fd/2, true, shared",
        "/proc/1/fd/1, true, shared",
        "/proc/self/fd/1, false, EBADF",
        "/proc/self/fd/7, true, EACCES",
        "/proc/self/fd/7, false, EBADF",
    })
    void aStandardDescriptorWhoseNameCannotBeOpenedIsWrittenItself(String name, boolean toWrite, String result)
            throws OsException {
        int number = name.charAt(name.length() - 1) - '0';
        kernel.folder("/proc/self/fd", US, 0500).folder("/proc/1/fd", ROOT, 0500);
        kernel.fifo("pipe:[7]", 10).procLink(name, "pipe:[7]", ROOT);
        kernel.refuseOpening("pipe:[7]", Errno.EACCES, "EACCES");
        kernel.give(number, "pipe:[7]", toWrite);

        if (result.equals("shared")) {
            OpenedLog opened = paths.openLog(name, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0);
            assertThat(opened.isShared()).isTrue();
            assertThat(opened.descriptor()).isNotEqualTo(number);
            kernel.close(opened.descriptor());
        } else {
            assertThatThrownBy(() -> paths.openLog(name, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0))
                    .isInstanceOfSatisfying(
                            OsException.class, e -> assertThat(e.errno().name()).isEqualTo(result));
        }
        kernel.assertNothingIsOpen();
    }

    @Test
    void anothersDescriptorIsNotTakenForOursOfTheSameNumber() {
        kernel.folder("/proc/1/fd", ROOT, 0500).fifo("pipe:[7]", 10).fifo("pipe:[8]", 10);
        kernel.procLink("/proc/1/fd/1", "pipe:[8]", ROOT);
        kernel.refuseOpening("pipe:[8]", Errno.EACCES, "EACCES");
        kernel.give(1, "pipe:[7]", true);

        assertThatThrownBy(() -> paths.openLog("/proc/1/fd/1", OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0))
                .hasMessageStartingWith("cannot open /proc/1/fd/1: EACCES");
        kernel.assertNothingIsOpen();
    }
}
