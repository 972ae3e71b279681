package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileTree;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * Files, pipes and descriptors in memory. Strict: a descriptor that is closed twice or used after it was closed fails
 * the test at once, one that is left open fails it in {@link #assertNothingIsOpen}.
 */
public final class FakeKernel implements Descriptors, FileTree {
    public static final int ROOT = 0;
    public static final int US = 500;
    public static final int SOMEBODY = 1000;

    /** What a name or a pipe leads to. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        FIFO,
        PIPE,
        NULL_DEVICE,
        SOCKET
    }

    private static final class Node {
        final Kind kind;
        final long inode;
        int links = 1;
        int uid;
        int gid;
        int mode;
        String target = "";
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        /** How much more a FIFO takes. */
        int room;

        @Nullable
        OsException failure;

        /** What opening it answers. */
        @Nullable
        Errno refusal;

        /** Whether this is a link in /proc, whose text is no name. */
        boolean ofProc;

        Node(Kind kind, long inode, int uid, int mode) {
            this.kind = kind;
            this.inode = inode;
            this.uid = uid;
            this.mode = mode;
        }
    }

    /** @param path what it was opened as; empty for a pipe */
    private record Handle(Node node, boolean isWriter, boolean isPath, String path, boolean isShared) {
        Handle(Node node, boolean isWriter, boolean isPath, String path) {
            this(node, isWriter, isPath, path, false);
        }
    }

    private final Map<String, Node> names = new TreeMap<>();
    private final Map<Integer, Handle> handles = new HashMap<>();
    private final Set<Integer> given = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private long inodes = 1;
    private String refusedRename = "";
    private String refusedFile = "";

    public FakeKernel() {
        folder("/", ROOT, 0755);
    }

    /** The way to its files, for a daemon of user {@link #US}. */
    public SafePaths paths() {
        return new SafePaths(this, this, () -> US, SafePaths.NONE);
    }

    public static Errno errno(int number, String name) {
        return new Errno(number, name, "said the fake");
    }

    public FakeKernel folder(String path, int uid, int mode) {
        put(path, new Node(Kind.FOLDER, inodes++, uid, mode));
        return this;
    }

    /** Folders on the way that nobody has made are root's. */
    private void put(String path, Node node) {
        names.put(path, node);
        if (!names.containsKey(parentOf(path))) {
            folder(parentOf(path), ROOT, 0755);
        }
    }

    public FakeKernel file(String path, String content) {
        return file(path, content, US);
    }

    public FakeKernel file(String path, String content, int uid) {
        Node node = new Node(Kind.FILE, inodes++, uid, 0644);
        node.content.writeBytes(content.getBytes(StandardCharsets.UTF_8));
        put(path, node);
        return this;
    }

    public FakeKernel link(String path, String target, int uid) {
        Node node = new Node(Kind.LINK, inodes++, uid, 0777);
        node.target = target;
        put(path, node);
        return this;
    }

    /** @param room how much can be written before it would block */
    public FakeKernel fifo(String path, int room) {
        Node node = new Node(Kind.FIFO, inodes++, ROOT, 0644);
        node.room = room;
        put(path, node);
        return this;
    }

    public FakeKernel nullDevice(String path) {
        put(path, new Node(Kind.NULL_DEVICE, inodes++, ROOT, 0666));
        return this;
    }

    /** A name of a descriptor in /proc; what it leads to has a name here, for the test. */
    public FakeKernel procLink(String path, String target, int uid) {
        link(path, target, uid);
        node(path).ofProc = true;
        return this;
    }

    /** @param room how much can be written before it would block */
    public FakeKernel socket(String path, int room) {
        Node node = new Node(Kind.SOCKET, inodes++, ROOT, 0777);
        node.room = room;
        node.refusal = errno(Errno.ENXIO, "ENXIO");
        put(path, node);
        return this;
    }

    /** Nobody may open it any more, but for a look. */
    public void refuseOpening(String path, int number, String name) {
        node(path).refusal = errno(number, name);
    }

    /** We have been started with this descriptor, which others share: it may be written only without waiting. */
    public void give(int descriptor, String path, boolean toWrite) {
        handles.put(descriptor, new Handle(node(path), toWrite, false, path, true));
        given.add(descriptor);
    }

    /** Somebody reads so much from a FIFO. */
    public void makeRoom(String path, int room) {
        node(path).room += room;
    }

    /** From now on writing to it fails; null = works again. */
    public void failWritesTo(String path, @Nullable OsException failure) {
        node(path).failure = failure;
    }

    /** @param path the new name that nothing gets from now on; empty = none */
    public void refuseRenameTo(String path) {
        refusedRename = path;
    }

    /** @param path a file that can't be made from now on; empty = none */
    public void refuseCreating(String path) {
        refusedFile = path;
    }

    public String content(String path) {
        return node(path).content.toString(StandardCharsets.UTF_8);
    }

    public int size(String path) {
        return node(path).content.size();
    }

    public boolean exists(String path) {
        return names.containsKey(path);
    }

    public int modeOf(String path) {
        return node(path).mode;
    }

    /** As {@code ls -l} has it: {@code 640 500:0}. */
    public String accessTo(String path) {
        Node node = node(path);
        return Integer.toOctalString(node.mode) + " " + node.uid + ":" + node.gid;
    }

    /** Gives a file a second name. */
    public void hardLink(String path, String other) {
        Node node = node(path);
        node.links++;
        names.put(other, node);
    }

    /** All files below a folder with what they hold: {@code log=abc log.1=xyz}. */
    public String listing(String folder) {
        List<String> entries = new ArrayList<>();
        for (String path : names.keySet()) {
            if (path.startsWith(folder + "/")) {
                entries.add(path.substring(folder.length() + 1) + "=" + content(path));
            }
        }
        return String.join(" ", entries);
    }

    private Node node(String path) {
        Node node = names.get(path);
        if (node == null) {
            throw new AssertionError("there is no " + path);
        }
        return node;
    }

    /** Which files were made, and what happened to modes, owners and sizes of pipes, in order. */
    public List<String> changes() {
        return changes;
    }

    /** What was renamed and removed, in order. */
    public List<String> calls() {
        return calls;
    }

    public void assertNothingIsOpen() {
        assertThat(handles.keySet()).as("descriptors left open").isEqualTo(given);
    }

    /** Whether the poller would call it ready. */
    public boolean isReady(int descriptor, boolean reading) {
        Handle handle = handle(descriptor);
        if (!reading) {
            return !hasRoom(handle.node()) || handle.node().room > 0;
        }
        return handle.node().content.size() > 0 || !hasWriters(handle.node());
    }

    public boolean canBeWatched(int descriptor) {
        Kind kind = handle(descriptor).node().kind;
        return kind == Kind.PIPE || kind == Kind.FIFO || kind == Kind.SOCKET;
    }

    private boolean hasWriters(Node node) {
        return handles.values().stream().anyMatch(handle -> handle.isWriter() && handle.node() == node);
    }

    private int register(Handle handle) {
        int descriptor = 3;
        while (handles.containsKey(descriptor)) {
            descriptor++;
        }
        handles.put(descriptor, handle);
        return descriptor;
    }

    private Handle handle(int descriptor) {
        Handle handle = handles.get(descriptor);
        if (handle == null) {
            throw new AssertionError("descriptor " + descriptor + " is not open");
        }
        return handle;
    }

    @Override
    public Pipe pipe() {
        Node node = new Node(Kind.PIPE, inodes++, US, 0600);
        int readEnd = register(new Handle(node, false, false, ""));
        return new Pipe(readEnd, register(new Handle(node, true, false, "")));
    }

    /** A child writes to its end of a pipe. */
    public void writeAsChild(int writeEnd, String text) {
        handle(writeEnd).node().content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void setNonBlocking(int descriptor) {
        handle(descriptor);
    }

    @Override
    public void growPipe(int descriptor, int size) {
        assertThat(handle(descriptor).node().kind).isEqualTo(Kind.PIPE);
        changes.add("grow " + size);
    }

    @Override
    public int read(int descriptor, ByteBuffer buffer) {
        Node node = handle(descriptor).node();
        assertThat(node.kind).isEqualTo(Kind.PIPE);
        byte[] content = node.content.toByteArray();
        if (content.length == 0) {
            return hasWriters(node) ? WOULD_BLOCK : 0;
        }
        int count = Math.min(buffer.remaining(), content.length);
        buffer.put(content, 0, count);
        node.content.reset();
        node.content.write(content, count, content.length - count);
        return count;
    }

    private static boolean hasRoom(Node node) {
        return node.kind == Kind.FIFO || node.kind == Kind.SOCKET;
    }

    @Override
    public int write(int descriptor, ByteBuffer buffer) throws OsException {
        assertThat(handle(descriptor).isShared() && hasRoom(handle(descriptor).node()))
                .as("it could block")
                .isFalse();
        return writeShared(descriptor, buffer);
    }

    @Override
    public int writeShared(int descriptor, ByteBuffer buffer) throws OsException {
        Node node = handle(descriptor).node();
        assertThat(buffer.isDirect()).isTrue();
        if (node.failure != null) {
            throw node.failure;
        }
        int count = buffer.remaining();
        if (hasRoom(node)) {
            count = Math.min(count, node.room);
            node.room -= count;
            if (count == 0 && buffer.hasRemaining()) {
                return WOULD_BLOCK;
            }
        }
        byte[] bytes = new byte[count];
        buffer.get(bytes);
        if (node.kind != Kind.NULL_DEVICE) {
            node.content.writeBytes(bytes);
        }
        return count;
    }

    @Override
    public int duplicate(int descriptor) {
        Handle handle = handle(descriptor);
        return register(new Handle(handle.node(), handle.isWriter(), false, handle.path(), handle.isShared()));
    }

    @Override
    public boolean mayWrite(int descriptor) {
        Handle handle = handles.get(descriptor);
        return handle != null && handle.isWriter();
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return false;
    }

    @Override
    public boolean isSame(int one, int other) {
        Handle handle = handles.get(one);
        return handle != null
                && handles.get(other) != null
                && handle.node() == handle(other).node();
    }

    @Override
    public boolean isOfProc(int descriptor) {
        return handle(descriptor).node().ofProc;
    }

    @Override
    public void close(int descriptor) {
        assertThat(given).as("what is not ours to close").doesNotContain(descriptor);
        handle(descriptor);
        handles.remove(descriptor);
    }

    @Override
    public int open(String path, int flags, int mode) throws OsException {
        return open(WORKING_FOLDER, path, flags, mode);
    }

    private String pathOf(int folder, String name) {
        if (name.startsWith("/") || folder == WORKING_FOLDER) {
            return name;
        }
        String in = handle(folder).path();
        return name.equals(".") ? in : in.endsWith("/") ? in + name : in + "/" + name;
    }

    @Override
    public int open(int folder, String name, int flags, int mode) throws OsException {
        String path = pathOf(folder, name);
        Node node = names.get(path);
        if (node != null && (flags & OpenFlags.FOLDER) != 0 && node.kind != Kind.FOLDER) {
            throw new OsException("open", path, errno(Errno.ENOTDIR, "ENOTDIR"));
        }
        boolean asPath = (flags & OpenFlags.PATH) != 0;
        if (node != null && node.kind == Kind.LINK && (flags & OpenFlags.NO_FOLLOW) == 0) {
            return open(WORKING_FOLDER, node.target, flags, mode);
        }
        if (node != null && node.kind == Kind.LINK && !asPath) {
            throw new OsException("open", path, errno(Errno.ELOOP, "ELOOP"));
        }
        if (node != null && node.refusal != null && !asPath) {
            throw new OsException("open", path, node.refusal);
        }
        if (node != null && (flags & OpenFlags.EXCLUSIVE) != 0) {
            throw new OsException("open", path, errno(Errno.EEXIST, "EEXIST"));
        }
        if (node == null) {
            if ((flags & OpenFlags.CREATE) == 0 || !names.containsKey(parentOf(path))) {
                throw new OsException("open", path, errno(Errno.ENOENT, "ENOENT"));
            }
            if (path.equals(refusedFile)) {
                throw new OsException("open", path, errno(Errno.EACCES, "EACCES"));
            }
            node = new Node(Kind.FILE, inodes++, US, mode);
            changes.add("create " + path + " " + Integer.toOctalString(mode));
            names.put(path, node);
        }
        if (node.kind == Kind.FOLDER && (flags & OpenFlags.WRITE_ONLY) != 0) {
            throw new OsException("open", path, errno(Errno.EISDIR, "EISDIR"));
        }
        if ((flags & OpenFlags.TRUNCATE) != 0) {
            node.content.reset();
        }
        return register(new Handle(node, false, asPath, path));
    }

    private static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    @Override
    public FileStatus status(int descriptor) {
        Node node = handle(descriptor).node();
        FileKind kind =
                switch (node.kind) {
                    case FILE -> FileKind.FILE;
                    case FOLDER -> FileKind.FOLDER;
                    case LINK -> FileKind.LINK;
                    case SOCKET -> FileKind.SOCKET;
                    case FIFO, PIPE, NULL_DEVICE -> FileKind.OTHER;
                };
        return new FileStatus(kind, node.content.size(), node.inode, 1, node.links, node.uid, node.gid, node.mode);
    }

    @Override
    public long seekEnd(int descriptor) throws OsException {
        Node node = handle(descriptor).node();
        if (hasRoom(node) || node.kind == Kind.PIPE) {
            throw new OsException("find the end of", "descriptor " + descriptor, errno(Errno.ESPIPE, "ESPIPE"));
        }
        return node.content.size();
    }

    @Override
    public void truncate(int descriptor) {
        handle(descriptor).node().content.reset();
    }

    @Override
    public void chmod(int descriptor, int mode) {
        changes.add("chmod " + Integer.toOctalString(mode));
        handle(descriptor).node().mode = mode;
    }

    @Override
    public void chown(int descriptor, int uid, int gid) {
        Node node = handle(descriptor).node();
        changes.add("chown " + uid + ":" + gid);
        node.uid = uid;
        node.gid = gid;
    }

    /** Somebody renames a file. */
    public void rename(String from, String to) throws OsException {
        rename(WORKING_FOLDER, from, to);
    }

    /** Somebody removes a file. */
    public void unlink(String path) throws OsException {
        unlink(WORKING_FOLDER, path);
    }

    @Override
    public void rename(int folder, String oldName, String newName) throws OsException {
        String from = pathOf(folder, oldName);
        String to = pathOf(folder, newName);
        if (!names.containsKey(from)) {
            throw new OsException("rename", from, errno(Errno.ENOENT, "ENOENT"));
        }
        if (to.equals(refusedRename)) {
            throw new OsException("rename", from + " to " + to, errno(Errno.EACCES, "EACCES"));
        }
        Node node = node(from);
        names.remove(from);
        calls.add("rename " + from + " " + to);
        names.put(to, node);
    }

    @Override
    public void link(int fromFolder, String from, int toFolder, String to) {
        hardLink(pathOf(fromFolder, from), pathOf(toFolder, to));
    }

    @Override
    public void unlink(int folder, String name) throws OsException {
        String path = pathOf(folder, name);
        Node node = names.get(path);
        if (node == null) {
            throw new OsException("remove", path, errno(Errno.ENOENT, "ENOENT"));
        }
        if (node.kind == Kind.FOLDER) {
            throw new OsException("remove", path, errno(Errno.EISDIR, "EISDIR"));
        }
        calls.add("unlink " + path);
        names.remove(path);
    }

    @Override
    public void makeFolder(int folder, String name, int mode) {
        folder(pathOf(folder, name), US, mode);
    }

    @Override
    public void removeFolder(int folder, String name) {
        names.remove(pathOf(folder, name));
    }

    @Override
    public String readLink(int link, String path) {
        Handle handle = handle(link);
        assertThat(handle.isPath()).isTrue();
        assertThat(handle.node().kind).isEqualTo(Kind.LINK);
        return handle.node().target;
    }

    @Override
    public List<String> list(int folder) {
        String prefix = pathOf(folder, "");
        return names.keySet().stream()
                .filter(path -> path.startsWith(prefix) && path.length() > prefix.length())
                .map(path -> path.substring(prefix.length()))
                .toList();
    }

    @Override
    public int readAt(int descriptor, ByteBuffer buffer, long position) throws OsException {
        if (handle(descriptor).node().kind == Kind.FOLDER) {
            throw new OsException("read", "descriptor " + descriptor, errno(Errno.EISDIR, "EISDIR"));
        }
        byte[] content = handle(descriptor).node().content.toByteArray();
        int count = (int) Math.max(0, Math.min(buffer.remaining(), content.length - position));
        buffer.put(content, (int) Math.min(position, content.length), count);
        return count;
    }
}
