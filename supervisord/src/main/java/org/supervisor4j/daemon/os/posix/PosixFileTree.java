package org.supervisor4j.daemon.os.posix;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileTree;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.NativeText;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/** Names of files by way of libc: Java's own would refuse paths that the locale's character set does not have. */
final class PosixFileTree implements FileTree {
    private static final int PATH_MAX = 4096;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int ENTRIES_SIZE = 32 * 1024;

    // struct linux_dirent64, alike on all architectures
    private static final int D_RECLEN = 16;
    private static final int D_NAME = 19;

    private final LibC libc;
    private final Architecture architecture;
    private final PosixDescriptors descriptors;

    PosixFileTree(LibC libc, Architecture architecture, PosixDescriptors descriptors) {
        this.libc = libc;
        this.architecture = architecture;
        this.descriptors = descriptors;
    }

    @Override
    public int open(int folder, String name, int flags, int mode) throws OsException {
        return descriptors.openAt(folder, name, flags, mode);
    }

    @Override
    public void rename(int folder, String from, String to) throws OsException {
        try (NativeBlock oldName = NativeText.path(libc, from, "rename");
                NativeBlock newName = NativeText.path(libc, to, "rename to")) {
            int result = libc.renameat(folder, oldName.address(), folder, newName.address());
            Errors.check(result, "rename", from + " to " + to);
        }
    }

    @Override
    public void link(int fromFolder, String from, int toFolder, String to) throws OsException {
        try (NativeBlock oldName = NativeText.path(libc, from, "link");
                NativeBlock newName = NativeText.path(libc, to, "link to")) {
            int result = libc.linkat(fromFolder, oldName.address(), toFolder, newName.address(), 0);
            Errors.check(result, "link", from + " to " + to);
        }
    }

    @Override
    public void unlink(int folder, String name) throws OsException {
        remove(folder, name, 0);
    }

    @Override
    public void removeFolder(int folder, String name) throws OsException {
        remove(folder, name, AT_REMOVEDIR);
    }

    private void remove(int folder, String name, int flags) throws OsException {
        try (NativeBlock text = NativeText.path(libc, name, "remove")) {
            Errors.check(libc.unlinkat(folder, text.address(), flags), "remove", name);
        }
    }

    @Override
    public void makeFolder(int folder, String name, int mode) throws OsException {
        try (NativeBlock text = NativeText.path(libc, name, "make the folder")) {
            Errors.check(libc.mkdirat(folder, text.address(), mode), "make the folder", name);
        }
    }

    @Override
    public String readLink(int link, String path) throws OsException {
        try (NativeBlock none = libc.string(new byte[0]);
                NativeBlock target = libc.allocate(PATH_MAX + 1)) {
            int length = libc.readlinkat(link, none.address(), target.address(), PATH_MAX);
            Errors.check(length, "read the symbolic link", path);
            return NativeText.decode(target.string(0));
        }
    }

    @Override
    public List<String> list(int folder) throws OsException {
        // Anew, because a handle on the name alone can't be listed, and because of the position.
        int descriptor = descriptors.openAt(folder, ".", OpenFlags.READ_ONLY | OpenFlags.FOLDER, 0);
        try (NativeBlock entries = libc.allocate(ENTRIES_SIZE)) {
            List<String> names = new ArrayList<>();
            int size = readEntries(descriptor, entries);
            while (size > 0) {
                addNames(entries, size, names);
                size = readEntries(descriptor, entries);
            }
            return names;
        } finally {
            descriptors.close(descriptor);
        }
    }

    @Override
    public int count(int folder, int most) throws OsException {
        int descriptor = descriptors.openAt(folder, ".", OpenFlags.READ_ONLY | OpenFlags.FOLDER, 0);
        try (NativeBlock entries = libc.allocate(ENTRIES_SIZE)) {
            // The first two are the folder itself and the one above.
            int count = -2;
            int size = readEntries(descriptor, entries);
            while (size > 0 && count < most) {
                for (int at = 0; at < size; at += entries.bytes().getShort(at + D_RECLEN) & 0xffff) {
                    count++;
                }
                size = readEntries(descriptor, entries);
            }
            return Math.min(most, count);
        } finally {
            descriptors.close(descriptor);
        }
    }

    private int readEntries(int descriptor, NativeBlock entries) throws OsException {
        int number = Syscall.GETDENTS64.on(architecture);
        return Errors.check(libc.syscall(number, descriptor, entries.address(), ENTRIES_SIZE), "list", "a folder");
    }

    private static void addNames(NativeBlock entries, int size, List<String> names) {
        for (int at = 0; at < size; at += entries.bytes().getShort(at + D_RECLEN) & 0xffff) {
            byte[] name = entries.string(at + D_NAME);
            boolean isDots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
            if (!isDots) {
                names.add(NativeText.decode(name));
            }
        }
    }
}
