package org.supervisor4j.daemon.os.posix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;

/**
 * The functions of the C library that we call, under their own names. Each returns what the function returns, or, where
 * it failed, its error number negated (as the kernel itself does): so an error number can never be that of another
 * call. Any thread.
 *
 * <p>Calls go through jffi, the base of jnr-ffi, and not through jnr-ffi's interfaces, which generate and load classes
 * at start: 17 ms against 150 ms until the first call on the machine where both were measured, and not slower
 * afterwards. All arguments are passed as 64-bit words: on the architectures that we run on, a function that takes an
 * int ignores the upper half.
 */
final class LibC {
    private final Invoker invoker = Invoker.getInstance();
    private final LastError lastError = LastError.getInstance();
    private final MemoryIO memory = MemoryIO.getInstance();
    private final CallContext[] words = new CallContext[7];

    private final long access;
    private final long calloc;
    private final long chdir;
    private final long close;
    private final long connect;
    private final long dup2;
    private final long environ;
    private final long epollCreate1;
    private final long epollCtl;
    private final long epollWait;
    private final long eventfd;
    private final long fchmod;
    private final long fchown;
    private final long fcntl;
    private final long free;
    private final long getegid;
    private final long geteuid;
    private final long getgrgidR;
    private final long getgrnamR;
    private final long getgrouplist;
    private final long gethostname;
    private final long getpid;
    private final long getpwnamR;
    private final long getpwuidR;
    private final long getrlimit;
    private final long getuid;
    private final long kill;
    private final long lseek;
    private final long mmap;
    private final long mprotect;
    private final long munmap;
    private final long open;
    private final long pipe2;
    private final long pread;
    private final long read;
    private final long readlinkat;
    private final long rename;
    private final long send;
    private final long setgid;
    private final long setgroups;
    private final long setrlimit;
    private final long setsid;
    private final long setuid;
    private final long sigaction;
    private final long socket;
    private final long strlen;
    private final long syscall;
    private final long umask;
    private final long unlink;
    private final long waitpid;
    private final long write;

    LibC() throws UnsupportedPlatformException {
        for (int arity = 0; arity < words.length; arity++) {
            Type[] parameters = new Type[arity];
            Arrays.fill(parameters, Type.SINT64);
            words[arity] = CallContext.getCallContext(Type.SINT64, parameters, CallingConvention.DEFAULT, true);
        }
        // By its own name, and not among all that the process has loaded: a preloaded libjsig would take our signals.
        Library library = Library.getCachedInstance("libc.so.6", Library.LAZY);
        if (library == null) {
            throw new UnsupportedPlatformException(
                    "cannot load libc.so.6: " + Library.getLastError() + "; supervisord needs the GNU C library");
        }
        access = find(library, "access");
        calloc = find(library, "calloc");
        chdir = find(library, "chdir");
        close = find(library, "close");
        connect = find(library, "connect");
        dup2 = find(library, "dup2");
        environ = find(library, "environ");
        epollCreate1 = find(library, "epoll_create1");
        epollCtl = find(library, "epoll_ctl");
        epollWait = find(library, "epoll_wait");
        eventfd = find(library, "eventfd");
        fchmod = find(library, "fchmod");
        fchown = find(library, "fchown");
        fcntl = find(library, "fcntl");
        free = find(library, "free");
        getegid = find(library, "getegid");
        geteuid = find(library, "geteuid");
        getgrgidR = find(library, "getgrgid_r");
        getgrnamR = find(library, "getgrnam_r");
        getgrouplist = find(library, "getgrouplist");
        gethostname = find(library, "gethostname");
        getpid = find(library, "getpid");
        getpwnamR = find(library, "getpwnam_r");
        getpwuidR = find(library, "getpwuid_r");
        getrlimit = find(library, "getrlimit");
        getuid = find(library, "getuid");
        kill = find(library, "kill");
        lseek = find(library, "lseek");
        mmap = find(library, "mmap");
        mprotect = find(library, "mprotect");
        munmap = find(library, "munmap");
        open = find(library, "open");
        pipe2 = find(library, "pipe2");
        pread = find(library, "pread");
        read = find(library, "read");
        readlinkat = find(library, "readlinkat");
        rename = find(library, "rename");
        send = find(library, "send");
        setgid = find(library, "setgid");
        setgroups = find(library, "setgroups");
        setrlimit = find(library, "setrlimit");
        setsid = find(library, "setsid");
        setuid = find(library, "setuid");
        sigaction = find(library, "sigaction");
        socket = find(library, "socket");
        strlen = find(library, "strlen");
        syscall = find(library, "syscall");
        umask = find(library, "umask");
        unlink = find(library, "unlink");
        waitpid = find(library, "waitpid");
        write = find(library, "write");
    }

    private static long find(Library library, String name) throws UnsupportedPlatformException {
        long address = library.getSymbolAddress(name);
        if (address == 0) {
            throw new UnsupportedPlatformException(
                    "libc.so.6 has no function " + name + "; supervisord needs the GNU C library 2.17 or later");
        }
        return address;
    }

    int access(long path, int mode) {
        return result(invoker.invokeL2(words[2], access, path, mode));
    }

    int chdir(long path) {
        return result(invoker.invokeL1(words[1], chdir, path));
    }

    int close(int descriptor) {
        return result(invoker.invokeL1(words[1], close, descriptor));
    }

    int connect(int socket, long address, int size) {
        return result(invoker.invokeL3(words[3], connect, socket, address, size));
    }

    int dup2(int descriptor, int target) {
        return result(invoker.invokeL2(words[2], dup2, descriptor, target));
    }

    int epollCreate1(int flags) {
        return result(invoker.invokeL1(words[1], epollCreate1, flags));
    }

    int epollCtl(int epoll, int operation, int descriptor, long event) {
        return result(invoker.invokeL4(words[4], epollCtl, epoll, operation, descriptor, event));
    }

    int epollWait(int epoll, long events, int capacity, int timeoutMillis) {
        return result(invoker.invokeL4(words[4], epollWait, epoll, events, capacity, timeoutMillis));
    }

    int eventfd(int initial, int flags) {
        return result(invoker.invokeL2(words[2], eventfd, initial, flags));
    }

    int fchmod(int descriptor, int mode) {
        return result(invoker.invokeL2(words[2], fchmod, descriptor, mode));
    }

    int fchown(int descriptor, int uid, int gid) {
        return result(invoker.invokeL3(words[3], fchown, descriptor, uid, gid));
    }

    int fcntl(int descriptor, int command, long argument) {
        return result(invoker.invokeL3(words[3], fcntl, descriptor, command, argument));
    }

    int getegid() {
        return (int) invoker.invokeL0(words[0], getegid);
    }

    int geteuid() {
        return (int) invoker.invokeL0(words[0], geteuid);
    }

    /** Like the other three look-ups below: returns the error number itself (not negated), 0 if there was none. */
    int getgrgidR(int gid, long group, long buffer, int size, long found) {
        return (int) invoker.invokeL5(words[5], getgrgidR, gid, group, buffer, size, found);
    }

    int getgrnamR(long name, long group, long buffer, int size, long found) {
        return (int) invoker.invokeL5(words[5], getgrnamR, name, group, buffer, size, found);
    }

    int getpwnamR(long name, long passwd, long buffer, int size, long found) {
        return (int) invoker.invokeL5(words[5], getpwnamR, name, passwd, buffer, size, found);
    }

    int getpwuidR(int uid, long passwd, long buffer, int size, long found) {
        return (int) invoker.invokeL5(words[5], getpwuidR, uid, passwd, buffer, size, found);
    }

    /** Returns how many groups were stored; -1 if there is room for too few (no error number). */
    int getgrouplist(long user, int gid, long groups, long count) {
        return (int) invoker.invokeL4(words[4], getgrouplist, user, gid, groups, count);
    }

    int gethostname(long buffer, int size) {
        return result(invoker.invokeL2(words[2], gethostname, buffer, size));
    }

    int getpid() {
        return (int) invoker.invokeL0(words[0], getpid);
    }

    int getrlimit(int resource, long limit) {
        return result(invoker.invokeL2(words[2], getrlimit, resource, limit));
    }

    int getuid() {
        return (int) invoker.invokeL0(words[0], getuid);
    }

    int kill(int pid, int signal) {
        return result(invoker.invokeL2(words[2], kill, pid, signal));
    }

    long lseek(int descriptor, long offset, int whence) {
        return longResult(invoker.invokeL3(words[3], lseek, descriptor, offset, whence));
    }

    /** Anonymous memory. */
    long mmap(int size, int protection, int flags) {
        return longResult(invoker.invokeL6(words[6], mmap, 0, size, protection, flags, -1, 0));
    }

    int mprotect(long address, int size, int protection) {
        return result(invoker.invokeL3(words[3], mprotect, address, size, protection));
    }

    int munmap(long address, int size) {
        return result(invoker.invokeL2(words[2], munmap, address, size));
    }

    int open(long path, int flags, int mode) {
        return result(invoker.invokeL3(words[3], open, path, flags, mode));
    }

    int pipe2(long ends, int flags) {
        return result(invoker.invokeL2(words[2], pipe2, ends, flags));
    }

    /** Like {@link #read}, from a place in the file. */
    int pread(int descriptor, ByteBuffer buffer, long offset) {
        long address = memory.getDirectBufferAddress(buffer) + buffer.position();
        try {
            return (int) longResult(invoker.invokeL4(words[4], pread, descriptor, address, buffer.remaining(), offset));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    int readlinkat(int descriptor, long path, long buffer, int size) {
        return result(invoker.invokeL4(words[4], readlinkat, descriptor, path, buffer, size));
    }

    int rename(long from, long to) {
        return result(invoker.invokeL2(words[2], rename, from, to));
    }

    /** Into the buffer's remaining space, which must be direct; its position stays. */
    int read(int descriptor, ByteBuffer buffer) {
        try {
            long address = memory.getDirectBufferAddress(buffer) + buffer.position();
            return (int) longResult(invoker.invokeL3(words[3], read, descriptor, address, buffer.remaining()));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** From the buffer's remaining bytes, which must be direct; its position stays. */
    int write(int descriptor, ByteBuffer buffer) {
        try {
            long address = memory.getDirectBufferAddress(buffer) + buffer.position();
            return (int) longResult(invoker.invokeL3(words[3], write, descriptor, address, buffer.remaining()));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** The buffer's remaining bytes, which must be direct; its position stays. */
    int send(int socket, ByteBuffer buffer, int flags) {
        long address = memory.getDirectBufferAddress(buffer) + buffer.position();
        try {
            return (int) longResult(invoker.invokeL4(words[4], send, socket, address, buffer.remaining(), flags));
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    int setgid(int gid) {
        return result(invoker.invokeL1(words[1], setgid, gid));
    }

    int setgroups(int count, long groups) {
        return result(invoker.invokeL2(words[2], setgroups, count, groups));
    }

    int setrlimit(int resource, long limit) {
        return result(invoker.invokeL2(words[2], setrlimit, resource, limit));
    }

    int setsid() {
        return result(invoker.invokeL0(words[0], setsid));
    }

    int setuid(int uid) {
        return result(invoker.invokeL1(words[1], setuid, uid));
    }

    int sigaction(int signal, long action, long old) {
        return result(invoker.invokeL3(words[3], sigaction, signal, action, old));
    }

    int socket(int domain, int type, int protocol) {
        return result(invoker.invokeL3(words[3], socket, domain, type, protocol));
    }

    /** A system call that libc has no function for, or not in every version. */
    int syscall(int number, long first, long second, long third) {
        return result(invoker.invokeL4(words[4], syscall, number, first, second, third));
    }

    int umask(int mask) {
        return (int) invoker.invokeL1(words[1], umask, mask);
    }

    int unlink(long path) {
        return result(invoker.invokeL1(words[1], unlink, path));
    }

    int waitpid(int pid, long status, int options) {
        return result(invoker.invokeL3(words[3], waitpid, pid, status, options));
    }

    /** Calls machine code of ours, which returns negated error numbers by itself. */
    long call(long code, long first, long second, long third, long fourth) {
        return invoker.invokeL4NoErrno(words[4], code, first, second, third, fourth);
    }

    /** Zeroed memory, to be closed by the caller. */
    NativeBlock allocate(int size) {
        long address = invoker.invokeL2(words[2], calloc, 1, size);
        if (address == 0) {
            throw new OutOfMemoryError("calloc of " + size + " bytes");
        }
        return new NativeBlock(this, address, view(address, size));
    }

    /** A text with a NUL behind it, to be closed by the caller. */
    NativeBlock string(byte[] text) {
        NativeBlock block = allocate(text.length + 1);
        block.bytes().put(0, text);
        return block;
    }

    void free(long address) {
        invoker.invokeL1(words[1], free, address);
    }

    /** Memory as a buffer, in the machine's byte order. The buffer does not own it. */
    ByteBuffer view(long address, int size) {
        return memory.newDirectByteBuffer(address, size).order(ByteOrder.nativeOrder());
    }

    /** The address of a direct buffer's first byte, valid for as long as the buffer is reachable. */
    long address(ByteBuffer buffer) {
        return memory.getDirectBufferAddress(buffer);
    }

    /** The address of libc's list of environment strings. */
    long environ() {
        return longAt(environ);
    }

    long longAt(long address) {
        return view(address, Long.BYTES).getLong(0);
    }

    /** The bytes from an address up to the next NUL. */
    byte[] stringAt(long address) {
        byte[] text = new byte[(int) invoker.invokeL1(words[1], strlen, address)];
        view(address, text.length).get(text);
        return text;
    }

    private int result(long word) {
        int result = (int) word;
        return result == -1 ? -lastError.get() : result;
    }

    private long longResult(long word) {
        return word == -1 ? -lastError.get() : word;
    }
}
