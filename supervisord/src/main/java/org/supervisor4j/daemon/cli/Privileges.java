package org.supervisor4j.daemon.cli;

import java.util.List;
import java.util.Optional;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ResourceLimits;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;
import org.supervisor4j.daemon.os.Users;
import org.supervisor4j.daemon.os.Users.Account;

/** Sets who the daemon is, and how much it may have: steps 2 and 3 of a start. The texts are the original's. */
final class Privileges {
    /** The daemon's jars, servers and loops are 70; the rest is for clients and for starting one child. */
    private static final int LEAST_FILES = 100;

    private final Users users;
    private final ResourceLimits limits;

    Privileges(Users users, ResourceLimits limits) {
        this.users = users;
        this.limits = limits;
    }

    /**
     * Becomes the configured user, for good.
     *
     * @return the line for the log; empty where no user is configured
     */
    Optional<String> drop(SupervisordConfig.Daemon daemon) throws UsageException {
        Account user = daemon.user();
        if (user == null) {
            return Optional.empty();
        }
        int uid = user.credentials().uid();
        check(daemon);
        if (uid != users.uid()) {
            try {
                users.become(user.credentials());
            } catch (OsException refused) {
                throw new UsageException(
                        refusal(refused),
                        List.of(daemon.userOrigin() + " asks for it: give root that capability (docker run --cap-add,"
                                + " systemd's CapabilityBoundingSet=), or leave it out"));
            }
        }
        return Optional.of("Set uid to user " + uid + " succeeded");
    }

    /** Whether the daemon could become that user, as far as that can be said without trying. */
    void check(SupervisordConfig.Daemon daemon) throws UsageException {
        Account user = daemon.user();
        if (user != null && user.credentials().uid() != users.uid() && users.uid() != 0) {
            String me = users.byUid(users.uid()).map(Account::name).orElse("uid " + users.uid());
            throw new UsageException(
                    "Can't drop privilege as nonroot user",
                    List.of(daemon.userOrigin() + " asks for another user, which only root can become, and this is "
                            + me + ": start supervisord as root, or leave it out to run as " + me));
        }
    }

    /** contract: options.py, drop_privileges; the reason after it is not. */
    private static String refusal(OsException refused) {
        boolean user = refused.operation().equals("set the user");
        String what = user ? "user id" : refused.operation().equals("set the group") ? "group id" : "groups";
        String hint = refused.errno().is(Errno.EPERM)
                ? "; root lacks the capability " + (user ? "CAP_SETUID" : "CAP_SETGID")
                : "";
        return "Could not set " + what + " of effective user: " + refused.getMessage() + hint;
    }

    /** Makes sure that there may be so many open files. */
    Optional<String> raiseOpenFiles(int minfds) throws UsageException {
        return raise(
                Resource.OPEN_FILES,
                "RLIMIT_NOFILE",
                minfds,
                "The minimum number of file descriptors required to run this process is %1$d as per the \"minfds\""
                        + " command-line argument or config file setting. The current environment will only allow you"
                        + " to open %2$d file descriptors.  Either raise the number of usable file descriptors in your"
                        + " environment (see README.rst) or lower the minfds setting in the config file to allow the"
                        + " process to start.");
    }

    /** Refuses a start that would end at the first child: below this, not even one can be started. */
    void requireRoom() throws UsageException, OsException {
        Limit now = limits.get(Resource.OPEN_FILES);
        if (now.soft() != ResourceLimits.UNLIMITED && now.soft() < LEAST_FILES) {
            throw new UsageException("a limit allows " + now.soft()
                    + " open files (ulimit -n), and supervisord alone needs " + LEAST_FILES + "; raise that limit");
        }
    }

    /** Makes sure that there may be so many processes. */
    Optional<String> raiseProcesses(int minprocs) throws UsageException {
        return raise(
                Resource.PROCESSES,
                "RLIMIT_NPROC",
                minprocs,
                "The minimum number of available processes required to run this program is %1$d as per the \"minprocs\""
                        + " command-line argument or config file setting. The current environment will only allow you"
                        + " to open %2$d processes.  Either raise the number of usable processes in your environment"
                        + " (see README.rst) or lower the minprocs setting in the config file to allow the program to"
                        + " start.");
    }

    /** contract: options.py, set_rlimits_or_exit: the second number is the hard limit after it was to be raised. */
    private Optional<String> raise(Resource resource, String name, int minimum, String refusal) throws UsageException {
        try {
            Limit now = limits.get(resource);
            if (now.soft() == ResourceLimits.UNLIMITED || now.soft() >= minimum) {
                return Optional.empty();
            }
            boolean hardIsLower = now.hard() != ResourceLimits.UNLIMITED && now.hard() < minimum;
            long hard = hardIsLower ? minimum : now.hard();
            try {
                limits.set(resource, new Limit(minimum, hard));
            } catch (OsException refused) {
                throw new UsageException(String.format(refusal, minimum, hard));
            }
            return Optional.of("Increased " + name + " limit to " + minimum);
        } catch (OsException unreadable) {
            throw new UsageException(String.valueOf(unreadable.getMessage()));
        }
    }
}
