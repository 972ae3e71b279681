package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.sink.FakeKernel.ROOT;
import static org.supervisor4j.daemon.sink.FakeKernel.SOMEBODY;
import static org.supervisor4j.daemon.sink.FakeKernel.US;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

class SafeOpeningTest {
    private final FakeKernel kernel = new FakeKernel();
    private final SafeOpening opening = new SafeOpening(kernel, kernel, US);

    private boolean opens(String path) {
        try {
            kernel.close(opening.open(path, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0));
            return true;
        } catch (OsException e) {
            assertThat(e.errno().name()).isEqualTo("ELOOP");
            return false;
        } finally {
            kernel.assertNothingIsOpen();
        }
    }

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
        kernel.link("/f/log", "/etc/passwd", linkOwner);

        assertThat(opens("/f/log")).isEqualTo(followed);
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
        assertThatThrownBy(() -> opening.open("/nowhere/log", OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0666))
                .hasMessageStartingWith("cannot open /nowhere/log: ENOENT");
    }
}
