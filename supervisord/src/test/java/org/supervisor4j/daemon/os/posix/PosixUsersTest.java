package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Users.Account;
import org.supervisor4j.daemon.os.posix.libc.LibC;

class PosixUsersTest {
    private PosixUsers users;

    @BeforeEach
    void open() throws Exception {
        users = new PosixUsers(LibC.load());
    }

    @Test
    void everyLocalAccountIsFoundByNameWithItsHomeAndNumbers() throws Exception {
        List<String> lines = Files.readAllLines(Path.of("/etc/passwd"));
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            String[] fields = line.split(":", -1);
            Account account = users.byName(fields[0]).orElseThrow();

            assertThat(account.name()).isEqualTo(fields[0]);
            assertThat(account.home()).isEqualTo(fields[5]);
            assertThat(account.credentials().uid()).isEqualTo(Integer.parseUnsignedInt(fields[2]));
            assertThat(account.credentials().gid()).isEqualTo(Integer.parseUnsignedInt(fields[3]));
        }
    }

    @Test
    void theGroupsAreThePrimaryOneFirstAndAllThatListTheUser() throws Exception {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] fields = line.split(":", -1);
            List<Integer> groups =
                    users.byName(fields[0]).orElseThrow().credentials().groups();

            assertThat(groups).first().isEqualTo(Integer.parseUnsignedInt(fields[3]));
            assertThat(new HashSet<>(groups)).containsAll(groupsThatList(fields[0]));
        }
    }

    private static List<Integer> groupsThatList(String user) throws Exception {
        List<Integer> groups = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/etc/group"))) {
            String[] fields = line.split(":", -1);
            if (Arrays.asList(fields[3].split(",")).contains(user)) {
                groups.add(Integer.parseUnsignedInt(fields[2]));
            }
        }
        return groups;
    }

    @Test
    void rootIsFoundByNumber() {
        assertThat(users.byUid(0)).map(Account::name).hasValue("root");
    }

    @Test
    void groupsAreFoundByNameAndNumber() {
        assertThat(users.gidOf("root")).hasValue(0);
        assertThat(users.groupExists(0)).isTrue();
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertThat(users.byName("no-such-user")).isEmpty();
        assertThat(users.byName("")).isEmpty();
        assertThat(users.byName("root\0")).isEmpty();
        assertThat(users.byUid(987_654_321)).isEmpty();
        assertThat(users.gidOf("no-such-group")).isEmpty();
        assertThat(users.groupExists(987_654_321)).isFalse();
    }

    @Test
    void weAreWhoTheKernelSaysWeAre() throws Exception {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));

        assertThat(status).anyMatch(line -> line.startsWith("Uid:\t" + users.uid() + "\t" + users.effectiveUid()));
        assertThat(status).anyMatch(line -> line.matches("Gid:\t\\d+\t" + users.effectiveGid() + "\t.*"));
    }
}
