package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.files.FileTree;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

class PosixFileTreeTest {
    private final LibC libc = LibC.load();
    private final Architecture architecture = Architecture.current();
    private final PosixDescriptors descriptors = new PosixDescriptors(libc, architecture);
    private final PosixFileTree files = new PosixFileTree(libc, architecture, descriptors);
    private final Path folder;

    PosixFileTreeTest(@TempDir Path folder) throws UnsupportedPlatformException {
        this.folder = folder;
    }

    private String path(String name) {
        return folder + "/" + name;
    }

    private List<String> namesIn(Path listed) throws OsException {
        int descriptor = descriptors.open(listed.toString(), OpenFlags.PATH, 0);
        try {
            return files.list(descriptor);
        } finally {
            descriptors.close(descriptor);
        }
    }

    @Test
    void whatIsDoneInAHeldFolderIsDoneThereWhereverItsNameLeads() throws Exception {
        Files.createDirectory(folder.resolve("held"));
        Files.createDirectory(folder.resolve("other"));
        int held = descriptors.open(path("held"), OpenFlags.PATH | OpenFlags.FOLDER, 0);
        Files.move(folder.resolve("held"), folder.resolve("moved"));
        Files.createSymbolicLink(folder.resolve("held"), folder.resolve("other"));

        descriptors.close(files.open(held, "a", OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0600));
        files.rename(held, "a", "b");
        files.link(held, "b", held, "c");
        files.makeFolder(held, "d", 0700);
        assertThat(files.list(held)).containsExactlyInAnyOrder("b", "c", "d");
        files.unlink(held, "b");
        files.removeFolder(held, "d");

        assertThat(namesIn(folder.resolve("moved"))).containsExactly("c");
        assertThat(namesIn(folder.resolve("other"))).isEmpty();
        descriptors.close(held);
    }

    @Test
    void renamingReplacesWhatBoreTheName() throws Exception {
        Files.writeString(folder.resolve("a"), "new");
        Files.writeString(folder.resolve("b"), "old");

        files.rename(FileTree.WORKING_FOLDER, path("a"), path("b"));

        assertThat(folder.toFile().list()).containsExactly("b");
        assertThat(folder.resolve("b")).hasContent("new");
    }

    @Test
    void whatCantBeRenamedOrRemovedIsSaid() throws IOException {
        Files.createDirectory(folder.resolve("folder"));

        assertThatThrownBy(() -> files.rename(FileTree.WORKING_FOLDER, path("a"), path("b")))
                .hasMessage("cannot rename " + path("a") + " to " + path("b") + ": ENOENT (No such file or directory)");
        assertThatThrownBy(() -> files.unlink(FileTree.WORKING_FOLDER, path("folder")))
                .hasMessageContaining("EISDIR");
    }

    @Test
    void listsAFolderHoweverLongItIs() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            expected.add("a file with quite a long name " + i);
            Files.createFile(folder.resolve(expected.get(i)));
        }

        assertThat(namesIn(folder)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void namesAreUtf8WhateverTheLocaleIs() throws OsException {
        String name = path("é€\uD83D\uDE00");
        descriptors.close(descriptors.open(name, OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0600));

        assertThat(namesIn(folder)).containsExactly("é€\uD83D\uDE00");
        files.unlink(FileTree.WORKING_FOLDER, name);
        assertThat(namesIn(folder)).isEmpty();
    }

    @Test
    void aLinksOwnDescriptorTellsWhereItLeads() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("some/where"));
        int link = descriptors.open(path("link"), OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0);

        assertThat(files.readLink(link, path("link"))).isEqualTo("some/where");

        descriptors.close(link);
    }

    @Test
    void theKernelsOwnLinksTellToo() throws Exception {
        int link = descriptors.open("/proc/self/cwd", OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0);

        assertThat(files.readLink(link, "/proc/self/cwd"))
                .isEqualTo(Path.of("").toRealPath().toString());

        descriptors.close(link);
    }
}
