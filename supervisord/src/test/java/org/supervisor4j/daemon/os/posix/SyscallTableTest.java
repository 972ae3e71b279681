package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.SpawnRequest;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

class SyscallTableTest {
    private static final ProcessUser USER = new ProcessUser(1000, 1001, List.of(1001, 4));
    private static final SpawnRequest REQUEST =
            new SpawnRequest("/bin/x", List.of("x", "y"), List.of("A=b"), 5, 6, 6, USER, "/home", OptionalInt.of(022));

    private LibC libc;
    private SpawnMemory memory;

    @BeforeEach
    void map() throws Exception {
        libc = LibC.load();
        memory = SpawnMemory.map(libc, 1 << 16, false);
    }

    @AfterEach
    void unmap() {
        memory.unmap();
    }

    @Test
    void theStepsComeInTheirOrderAndNoneIsMissing() throws Exception {
        List<SpawnStep> steps = complete(Architecture.X86_64).steps();

        assertThat(steps).isSorted();
        assertThat(EnumSet.copyOf(steps)).isEqualTo(EnumSet.allOf(SpawnStep.class));
        assertThat(steps).hasSizeLessThanOrEqualTo(SyscallTable.MOST_ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void everySignalThatCanBeIsResetAndTwoAreIgnored(Architecture architecture) {
        SyscallTable table = new SyscallTable(memory, architecture, 0);
        table.resetSignals();

        List<Long> ignored = new ArrayList<>();
        for (long[] row : rows(table)) {
            assertThat(row[0]).isEqualTo(architecture == Architecture.X86_64 ? 13 : 134);
            assertThat(row[4]).as("size of the mask").isEqualTo(8);
            if (libc.longAt(row[2]) == 1) {
                ignored.add(row[1]);
            }
        }
        assertThat(rows(table)).hasSize(62);
        assertThat(ignored).containsExactly(13L, 25L);
    }

    @Test
    void ordinaryDescriptorsAreDuplicatedStraight() {
        SyscallTable table = new SyscallTable(memory, Architecture.X86_64, 0);
        table.standardDescriptors(new int[] {5, 6, 6}, 7);

        assertThat(arguments(table)).containsExactly(List.of(5L, 0L, 0L), List.of(6L, 1L, 0L), List.of(6L, 2L, 0L));
    }

    @Test
    void lowDescriptorsFirstMoveOutOfTheWayToNumbersThatNobodyNeeds() {
        SyscallTable table = new SyscallTable(memory, Architecture.X86_64, 0);
        table.standardDescriptors(new int[] {1, 3, 0}, 4);

        long cloexec = 02000000;
        assertThat(arguments(table))
                .containsExactly(
                        List.of(1L, 5L, cloexec),
                        List.of(0L, 6L, cloexec),
                        List.of(5L, 0L, 0L),
                        List.of(3L, 1L, 0L),
                        List.of(6L, 2L, 0L));
    }

    @Test
    void aFourthDescriptorIsKeptWhereItIsWantedAlsoWhenItIsThereAlready() {
        SyscallTable table = new SyscallTable(memory, Architecture.X86_64, 0);
        int[] moved = table.standardDescriptors(new int[] {5, 6, 7, 1}, 8);
        table.extraDescriptor(moved[3], 4);
        table.extraDescriptor(4, 4);

        assertThat(arguments(table))
                .containsExactly(
                        List.of(1L, 3L, 02000000L),
                        List.of(5L, 0L, 0L),
                        List.of(6L, 1L, 0L),
                        List.of(7L, 2L, 0L),
                        List.of(3L, 4L, 0L),
                        List.of(4L, 2L, 0L));
    }

    @Test
    void theEnvironmentAndArgumentsEndWithANullPointer() throws Exception {
        List<long[]> rows = rows(complete(Architecture.X86_64));
        long[] exec = rows.get(rows.size() - 1);

        assertThat(libc.stringAt(exec[1])).asString().isEqualTo("/bin/x");
        assertThat(libc.stringAt(libc.longAt(exec[2] + 8))).asString().isEqualTo("y");
        assertThat(libc.longAt(exec[2] + 16)).isZero();
        assertThat(libc.stringAt(libc.longAt(exec[3]))).asString().isEqualTo("A=b");
        assertThat(libc.longAt(exec[3] + 8)).isZero();
    }

    @Test
    void onlyClosingOneByOneMayFail() throws Exception {
        SyscallTable table = complete(Architecture.AARCH64);
        table.closeOthersOnExec(3, 5);

        List<long[]> rows = rows(table);
        assertThat(rows.subList(0, rows.size() - 2)).allMatch(row -> row[7] == 0);
        assertThat(rows.subList(rows.size() - 2, rows.size())).allMatch(row -> row[7] == 1);
    }

    @Test
    void moreRowsThanThereIsRoomForAreABug() {
        SyscallTable table = new SyscallTable(memory, Architecture.X86_64, 0);

        assertThatThrownBy(() -> table.closeOthersOnExec(0, SyscallTable.MOST_ROWS + 1))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theMemoryThatIsAskedForIsEnough() throws Exception {
        SpawnText text = new SpawnText(REQUEST);
        int size = SpawnMemory.FIXED_SIZE + SyscallTable.size(0) + text.size() + 2 * 4 + 8;
        SpawnMemory tight = SpawnMemory.map(libc, size, false);

        fill(new SyscallTable(tight, Architecture.X86_64, 0), text);

        assertThat(tight.reserve(0)).isLessThanOrEqualTo(size);
        tight.unmap();
    }

    private SyscallTable complete(Architecture architecture) throws Exception {
        return fill(new SyscallTable(memory, architecture, 2), new SpawnText(REQUEST));
    }

    private static SyscallTable fill(SyscallTable table, SpawnText text) {
        table.resetSignals();
        table.newProcessGroup();
        table.standardDescriptors(new int[] {0, 1, 2}, 7);
        table.closeOthersOnExec();
        table.limits(Map.of(Resource.OPEN_FILES, new Limit(1, 2), Resource.PROCESSES, new Limit(-1, -1)));
        table.user(USER);
        table.directory("/home".getBytes(StandardCharsets.UTF_8));
        table.umask(022);
        table.unblockSignals();
        table.exec(text);
        return table;
    }

    private List<List<Long>> arguments(SyscallTable table) {
        return rows(table).stream().map(row -> List.of(row[1], row[2], row[3])).toList();
    }

    /** The rows as the stub reads them: number, six arguments, whether it may fail. */
    private List<long[]> rows(SyscallTable table) {
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < table.steps().size(); i++) {
            long[] row = new long[8];
            long address = table.write() + 64L * i;
            Arrays.setAll(row, column -> libc.longAt(address + 8L * column));
            rows.add(row);
        }
        return rows;
    }
}
