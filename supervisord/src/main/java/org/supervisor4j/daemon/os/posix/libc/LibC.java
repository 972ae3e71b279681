package org.supervisor4j.daemon.os.posix.libc;

import com.kenai.jffi.MemoryIO;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.libc.NativeLibrary.Function;

/**
 * The functions of the C library that we call, under their own names. Each returns what the function returns, or, where
 * it failed, its error number negated (as the kernel itself does): so an error number can never be that of another
 * call. Any thread.
 */
public final class LibC {
    private final NativeLibrary library;
    private final MemoryIO memory = MemoryIO.getInstance();

    private LibC(NativeLibrary library) {
        this.library = library;
    }

    public static LibC load() throws UnsupportedPlatformException {
        return new LibC(NativeLibrary.load());
    }

    public int access(long path, int mode) {
        return result(library.word(Function.ACCESS, path, mode));
    }

    public int bind(int socket, long address, int size) {
        return result(library.word(Function.BIND, socket, address, size));
    }

    public int chdir(long path) {
        return result(library.word(Function.CHDIR, path));
    }

    public int chmod(long path, int mode) {
        return result(library.word(Function.CHMOD, path, mode));
    }

    public int chown(long path, int uid, int gid) {
        return result(library.word(Function.CHOWN, path, uid, gid));
    }

    public int close(int descriptor) {
        return result(library.word(Function.CLOSE, descriptor));
    }

    public int connect(int socket, long address, int size) {
        return result(library.word(Function.CONNECT, socket, address, size));
    }

    public int dup2(int descriptor, int target) {
        return result(library.word(Function.DUP2, descriptor, target));
    }

    public int epollCreate1(int flags) {
        return result(library.word(Function.EPOLL_CREATE1, flags));
    }

    public int epollCtl(int epoll, int operation, int descriptor, long event) {
        return result(library.word(Function.EPOLL_CTL, epoll, operation, descriptor, event));
    }

    public int epollWait(int epoll, long events, int capacity, int timeoutMillis) {
        return result(library.word(Function.EPOLL_WAIT, epoll, events, capacity, timeoutMillis));
    }

    public int eventfd(int initial, int flags) {
        return result(library.word(Function.EVENTFD, initial, flags));
    }

    public int fchmod(int descriptor, int mode) {
        return result(library.word(Function.FCHMOD, descriptor, mode));
    }

    public int fchown(int descriptor, int uid, int gid) {
        return result(library.word(Function.FCHOWN, descriptor, uid, gid));
    }

    public int fcntl(int descriptor, int command, long argument) {
        return result(library.word(Function.FCNTL, descriptor, command, argument));
    }

    public int ftruncate(int descriptor, long size) {
        return result(library.word(Function.FTRUNCATE, descriptor, size));
    }

    public int getegid() {
        return (int) library.word(Function.GETEGID);
    }

    public int geteuid() {
        return (int) library.word(Function.GETEUID);
    }

    /** Like the other three look-ups below: returns the error number itself (not negated), 0 if there was none. */
    public int getgrgidR(int gid, long group, long buffer, int size, long found) {
        return (int) library.word(Function.GETGRGID_R, gid, group, buffer, size, found);
    }

    public int getgrnamR(long name, long group, long buffer, int size, long found) {
        return (int) library.word(Function.GETGRNAM_R, name, group, buffer, size, found);
    }

    public int getpwnamR(long name, long passwd, long buffer, int size, long found) {
        return (int) library.word(Function.GETPWNAM_R, name, passwd, buffer, size, found);
    }

    public int getpwuidR(int uid, long passwd, long buffer, int size, long found) {
        return (int) library.word(Function.GETPWUID_R, uid, passwd, buffer, size, found);
    }

    /** Returns how many groups were stored; -1 if there is room for too few (no error number). */
    public int getgrouplist(long user, int gid, long groups, long count) {
        return (int) library.word(Function.GETGROUPLIST, user, gid, groups, count);
    }

    public int gethostname(long buffer, int size) {
        return result(library.word(Function.GETHOSTNAME, buffer, size));
    }

    public int getpid() {
        return (int) library.word(Function.GETPID);
    }

    public int getrlimit(int resource, long limit) {
        return result(library.word(Function.GETRLIMIT, resource, limit));
    }

    public int getuid() {
        return (int) library.word(Function.GETUID);
    }

    public int kill(int pid, int signal) {
        return result(library.word(Function.KILL, pid, signal));
    }

    public int listen(int socket, int backlog) {
        return result(library.word(Function.LISTEN, socket, backlog));
    }

    public long lseek(int descriptor, long offset, int whence) {
        return longResult(library.word(Function.LSEEK, descriptor, offset, whence));
    }

    /** Anonymous memory. */
    public long mmap(int size, int protection, int flags) {
        return longResult(library.word(Function.MMAP, 0, size, protection, flags, -1, 0));
    }

    int mprotect(long address, int size, int protection) {
        return result(library.word(Function.MPROTECT, address, size, protection));
    }

    public int munmap(long address, int size) {
        return result(library.word(Function.MUNMAP, address, size));
    }

    public int linkat(int fromFolder, long from, int toFolder, long to, int flags) {
        return result(library.word(Function.LINKAT, fromFolder, from, toFolder, to, flags));
    }

    public int mkdirat(int folder, long name, int mode) {
        return result(library.word(Function.MKDIRAT, folder, name, mode));
    }

    public int openat(int folder, long name, int flags, int mode) {
        return result(library.word(Function.OPENAT, folder, name, flags, mode));
    }

    public int pipe2(long ends, int flags) {
        return result(library.word(Function.PIPE2, ends, flags));
    }

    /** @param descriptors the address of {@code struct pollfd}s */
    public int poll(long descriptors, int count, int timeoutMillis) {
        return result(library.word(Function.POLL, descriptors, count, timeoutMillis));
    }

    /** Like {@link #read}, from a place in the file. */
    public int pread(int descriptor, ByteBuffer buffer, long offset) {
        long address = memory.getDirectBufferAddress(buffer) + buffer.position();
        try {
            return (int) longResult(library.word(Function.PREAD, descriptor, address, buffer.remaining(), offset));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    public int prctl(int option, long second, long third, long fourth, long fifth) {
        return result(library.word(Function.PRCTL, option, second, third, fourth, fifth));
    }

    public int readlinkat(int descriptor, long path, long buffer, int size) {
        return result(library.word(Function.READLINKAT, descriptor, path, buffer, size));
    }

    public int renameat(int fromFolder, long from, int toFolder, long to) {
        return result(library.word(Function.RENAMEAT, fromFolder, from, toFolder, to));
    }

    /** Into the buffer's remaining space, which must be direct; its position stays. */
    public int read(int descriptor, ByteBuffer buffer) {
        try {
            long address = memory.getDirectBufferAddress(buffer) + buffer.position();
            return (int) longResult(library.word(Function.READ, descriptor, address, buffer.remaining()));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** From the buffer's remaining bytes, which must be direct; its position stays. */
    public int write(int descriptor, ByteBuffer buffer) {
        try {
            long address = memory.getDirectBufferAddress(buffer) + buffer.position();
            return (int) longResult(library.word(Function.WRITE, descriptor, address, buffer.remaining()));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** The buffer's remaining bytes, which must be direct; its position stays. */
    public int send(int socket, ByteBuffer buffer, int flags) {
        long address = memory.getDirectBufferAddress(buffer) + buffer.position();
        try {
            return (int) longResult(library.word(Function.SEND, socket, address, buffer.remaining(), flags));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    public int setgid(int gid) {
        return result(library.word(Function.SETGID, gid));
    }

    public int setgroups(int count, long groups) {
        return result(library.word(Function.SETGROUPS, count, groups));
    }

    public int setpgid(int pid, int group) {
        return result(library.word(Function.SETPGID, pid, group));
    }

    public int setrlimit(int resource, long limit) {
        return result(library.word(Function.SETRLIMIT, resource, limit));
    }

    public int setsid() {
        return result(library.word(Function.SETSID));
    }

    public int setsockopt(int socket, int level, int option, long value, int size) {
        return result(library.word(Function.SETSOCKOPT, socket, level, option, value, size));
    }

    public int setuid(int uid) {
        return result(library.word(Function.SETUID, uid));
    }

    public int sigaction(int signal, long action, long old) {
        return result(library.word(Function.SIGACTION, signal, action, old));
    }

    public int sigprocmask(int how, long set, long old) {
        return result(library.word(Function.SIGPROCMASK, how, set, old));
    }

    public int socket(int family, int type, int protocol) {
        return result(library.word(Function.SOCKET, family, type, protocol));
    }

    /** A system call that libc has no function for, or not in every version. */
    public int syscall(int number, long first, long second, long third) {
        return result(library.word(Function.SYSCALL, number, first, second, third));
    }

    public int syscall(int number, long first, long second, long third, long fourth) {
        return result(library.word(Function.SYSCALL, number, first, second, third, fourth));
    }

    public int umask(int mask) {
        return (int) library.word(Function.UMASK, mask);
    }

    public int unlinkat(int folder, long name, int flags) {
        return result(library.word(Function.UNLINKAT, folder, name, flags));
    }

    public int waitpid(int pid, long status, int options) {
        return result(library.word(Function.WAITPID, pid, status, options));
    }

    /** Calls machine code, which returns negated error numbers by itself. */
    public long call(long code, long first, long second, long third, long fourth) {
        return library.callAddress(code, first, second, third, fourth);
    }

    /** Zeroed memory, to be closed by the caller. */
    public NativeBlock allocate(int size) {
        long address = library.word(Function.CALLOC, 1, size);
        if (address == 0) {
            throw new OutOfMemoryError("calloc of " + size + " bytes");
        }
        return new NativeBlock(this, address, view(address, size));
    }

    /** A text with a NUL after it, to be closed by the caller. */
    public NativeBlock string(byte[] text) {
        NativeBlock block = allocate(text.length + 1);
        block.bytes().put(0, text);
        return block;
    }

    void free(long address) {
        library.word(Function.FREE, address);
    }

    /** Memory as a buffer, in the machine's byte order. The buffer does not own it. */
    public ByteBuffer view(long address, int size) {
        return memory.newDirectByteBuffer(address, size).order(ByteOrder.nativeOrder());
    }

    /** The address of a direct buffer's first byte, valid for as long as the buffer is reachable. */
    public long address(ByteBuffer buffer) {
        return memory.getDirectBufferAddress(buffer);
    }

    /** The address of libc's list of environment strings. */
    public long environ() {
        return longAt(library.addressOf(Function.ENVIRON));
    }

    public long longAt(long address) {
        return view(address, Long.BYTES).getLong(0);
    }

    /** The bytes from an address up to the next NUL. */
    public byte[] stringAt(long address) {
        byte[] text = new byte[(int) library.word(Function.STRLEN, address)];
        view(address, text.length).get(text);
        return text;
    }

    private int result(long word) {
        int result = (int) word;
        return result == -1 ? -library.errno() : result;
    }

    private long longResult(long word) {
        return word == -1 ? -library.errno() : word;
    }
}
