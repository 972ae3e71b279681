package org.supervisor4j.daemon.os.posix.libc;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;

/**
 * Calls into the C library by way of jffi, the base of jnr-ffi, and not through jnr-ffi's interfaces: these generate
 * and load classes at start, which took 150 ms until the first call where this took 21, and are not faster afterwards.
 *
 * <p>All arguments and results are 64-bit words: on the processors that we run on, a function that takes an int ignores
 * the upper half. Functions with variable arguments take them as others do there. Any thread.
 */
final class NativeLibrary {
    private static final int MOST_ARGUMENTS = 6;

    private final Invoker invoker = Invoker.getInstance();
    private final LastError lastError = LastError.getInstance();
    private final CallContext[] words = new CallContext[MOST_ARGUMENTS + 1];
    private final Map<Function, Long> addresses;

    private NativeLibrary(Map<Function, Long> addresses) {
        this.addresses = addresses;
        for (int arity = 0; arity < words.length; arity++) {
            Type[] parameters = new Type[arity];
            Arrays.fill(parameters, Type.SINT64);
            words[arity] = CallContext.getCallContext(Type.SINT64, parameters, CallingConvention.DEFAULT, true);
        }
    }

    static NativeLibrary load() throws UnsupportedPlatformException {
        try {
            // By its own name, and not among all that is loaded: a preloaded libjsig would take our signals.
            Library library = Library.getCachedInstance("libc.so.6", Library.LAZY);
            if (library == null) {
                throw new UnsupportedPlatformException(
                        "cannot load libc.so.6: " + Library.getLastError() + "; supervisord needs the GNU C library");
            }
            return new NativeLibrary(find(library));
        } catch (LinkageError e) {
            throw new UnsupportedPlatformException("cannot load the native part of jffi: " + e.getMessage()
                    + "; it is unpacked into the folder for temporary files, which must allow execution (choose one"
                    + " with -Djava.io.tmpdir), or it is found where -Djffi.boot.library.path says");
        }
    }

    private static Map<Function, Long> find(Library library) throws UnsupportedPlatformException {
        Map<Function, Long> addresses = new EnumMap<>(Function.class);
        for (Function function : Function.values()) {
            String name = function.name().toLowerCase(Locale.ROOT);
            long address = library.getSymbolAddress(name);
            if (address == 0) {
                throw new UnsupportedPlatformException(
                        "libc.so.6 has no " + name + "; supervisord needs the GNU C library, 2.17 or later");
            }
            addresses.put(function, address);
        }
        return addresses;
    }

    /** Where a function, or a variable, is. */
    long addressOf(Function function) {
        return Objects.requireNonNull(addresses.get(function));
    }

    /** What the last call on this thread left in errno; jffi has kept it from whatever the JVM did since. */
    int errno() {
        return lastError.get();
    }

    /** Calls code that is none of the library's, and leaves errno alone. */
    long callAddress(long code, long a, long b, long c, long d) {
        return invoker.invokeL4NoErrno(words[4], code, a, b, c, d);
    }

    long word(Function function) {
        return invoker.invokeL0(words[0], addressOf(function));
    }

    long word(Function function, long a) {
        return invoker.invokeL1(words[1], addressOf(function), a);
    }

    long word(Function function, long a, long b) {
        return invoker.invokeL2(words[2], addressOf(function), a, b);
    }

    long word(Function function, long a, long b, long c) {
        return invoker.invokeL3(words[3], addressOf(function), a, b, c);
    }

    long word(Function function, long a, long b, long c, long d) {
        return invoker.invokeL4(words[4], addressOf(function), a, b, c, d);
    }

    long word(Function function, long a, long b, long c, long d, long e) {
        return invoker.invokeL5(words[5], addressOf(function), a, b, c, d, e);
    }

    long word(Function function, long a, long b, long c, long d, long e, long f) {
        return invoker.invokeL6(words[6], addressOf(function), a, b, c, d, e, f);
    }

    /** What we call: the names in capitals (and one variable). */
    enum Function {
        ACCESS,
        BIND,
        CALLOC,
        CHDIR,
        CHMOD,
        CHOWN,
        CLOSE,
        CONNECT,
        DUP2,
        ENVIRON,
        EPOLL_CREATE1,
        EPOLL_CTL,
        EPOLL_WAIT,
        EVENTFD,
        FCHMOD,
        FCHOWN,
        FCNTL,
        FREE,
        FTRUNCATE,
        GETEGID,
        GETEUID,
        GETGRGID_R,
        GETGRNAM_R,
        GETGROUPLIST,
        GETHOSTNAME,
        GETPID,
        GETPWNAM_R,
        GETPWUID_R,
        GETRLIMIT,
        GETUID,
        KILL,
        LINKAT,
        LISTEN,
        LSEEK,
        MKDIRAT,
        MMAP,
        MPROTECT,
        MUNMAP,
        OPENAT,
        PIPE2,
        POLL,
        PRCTL,
        PREAD,
        READ,
        READLINKAT,
        RENAMEAT,
        SEND,
        SETGID,
        SETGROUPS,
        SETPGID,
        SETRLIMIT,
        SETSID,
        SETSOCKOPT,
        SETUID,
        SIGACTION,
        SIGPROCMASK,
        SOCKET,
        STRLEN,
        SYSCALL,
        UMASK,
        UNLINKAT,
        WAITPID,
        WRITE
    }
}
