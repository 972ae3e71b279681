package org.supervisor4j.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessHealth;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.RestartState;
import org.supervisor4j.model.Role;

/**
 * The {@code supervisor4j.*} methods: what the original does not have. The {@code supervisor.*} methods stay what they
 * are everywhere; new facts come here. A client that asks a daemon of the original gets the fault UNKNOWN_METHOD.
 *
 * <p>Any thread may call.
 */
public interface Supervisor4jApi {
    /** The namespace on the wire. */
    String NAMESPACE = "supervisor4j";

    @RpcMethod(role = Role.READ, help = """
                    Tell which version of supervisor4j is running

                    What getSupervisorVersion answers is the version of Supervisor that it is
                    like.

                    @return string version The version of this program""")
    String getVersion();

    @RpcMethod(role = Role.READ, help = """
                    Tell how the event listener pools are doing

                    Each is a struct of

                    * string `name`: the pool's, which is that of its group
                    * int `buffersize`: how many events may wait
                    * int `waiting`: how many wait, not counting those that listeners work on
                    * int `oldest`: for how many seconds the oldest of them has waited, -1 if none waits
                    * int `discarded`: how many had to go because too many waited
                    * array `listeners`: its processes, each a struct of

                      * string `name`, string `statename`: the process and its state
                      * string `protocol`: ACKNOWLEDGED, READY, BUSY or UNKNOWN; empty if it
                        has never been started
                      * int `seconds`: for how long it has been that
                      * string `eventname`: the event that it works on, or empty
                      * int `announced`, int `written`: of an answer that it has begun, how many
                        bytes it is to have and how many there are; -1 and 0 if it has not
                      * string `lastwords`: what it wrote when it became UNKNOWN, the first 80
                        bytes, or empty

                    @return array result One struct for each pool""")
    CompletableFuture<List<EventPool>> getEventPools();

    @RpcMethod(role = Role.READ, help = """
                    Read the end of what a process has written since its last start

                    Of what was written before, nothing is told; but while the process runs,
                    its run before counts, too. At most the last 4096 bytes of each log.
                    Where other programs write to the same file, what they wrote is among it.
                    The struct has

                    * string `stdout`: empty if nothing was written, or there is no log
                    * string `stderr`: likewise; empty if it goes to the log of stdout

                    @param string name The process: ``name`` or ``group:name``
                    @return struct result The ends of both""")
    LastOutput getLastOutput(@Accepts(Accepts.Leniency.CHARACTERS) String name);

    @RpcMethod(role = Role.READ, help = """
                    Tell how the last runs of a process ended

                    The last ten runs that are over, the oldest first: children that ended,
                    and attempts that did not come to a child. A process that is removed and added
                    again, as update does it, keeps them; a restart of the daemon does not.
                    Each is a struct of

                    * int `start`, int `stop`: when it began and ended, in seconds since 1970
                    * int `milliseconds`: how long it lasted, at most 2147483647
                    * int `pid`: the child, 0 for none
                    * string `outcome`: EXITED, KILLED, NOT_SPAWNED or UNKNOWN
                    * int `exitstatus`: the exit code, -1 for none
                    * string `signal`: what killed it, such as SIGKILL, or empty
                    * boolean `coredumped`: whether there is a core file
                    * string `text`: how it ended, in words; the spawn error where there was no child
                    * string `failedstep`, string `errno`, string `failure`: what the child could
                      not do on its way to the program (EXEC, DIRECTORY, UID, ...), why not
                      (ENOENT, ...), and both in words; empty where the program was reached
                    * string `statename`: the state that followed

                    @param string name The process: ``name`` or ``group:name``
                    @return array result One struct for each run""")
    List<PastRun> getProcessHistory(@Accepts(Accepts.Leniency.CHARACTERS) String name);

    @RpcMethod(role = Role.READ, help = """
                    Tell when a process is started again by itself

                    A struct of

                    * string `name`, string `group`: the process's and its group's
                    * int `restarts`: how often it was started by itself since somebody asked for a
                      start, or since its first one
                    * int `nextstart`: when the next such start comes, in seconds since 1970; 0 if none
                      does
                    * int `milliseconds`: how long it is until then, -1 if none comes
                    * string `waitsfor`: TIME, BUDGET (its group has started as many as restart_budget
                      allows; the time is that of its turn if no other process comes first), or NOTHING
                    * int `ahead`: how many processes of its group have their turn before it
                    * int `failures`: failed starts in a row
                    * int `row`: runs in a row that were too short to forget those before, 0 where
                      backoff is not set
                    * int `recent`, int `limit`, int `window`: how often it was started by itself
                      within so many milliseconds, and how often it may be; 0 where restart_limit is
                      not set
                    * string `budget`: what restart_budget says, or empty

                    @param string name The process: ``name`` or ``group:name``
                    @return struct result When, how often, and what it waits for""")
    CompletableFuture<RestartState> getRestartState(@Accepts(Accepts.Leniency.CHARACTERS) String name);

    @RpcMethod(role = Role.READ, help = """
                    Tell of all processes when they are started again by themselves

                    @return array result For each process a struct as of getRestartState""")
    CompletableFuture<List<RestartState>> getAllRestartStates();

    @RpcMethod(help = """
                    Tell in what the configuration files differ from what runs

                    What a reload of the configuration would find, without carrying it out: the
                    files are looked at, and read where one has changed, come or gone. A struct of

                    * array `added`, array `changed`, array `removed`: names of groups
                    * string `problem`: why the files cannot be read now, or empty

                    It changes nothing, but reads files, and quotes from them what is wrong.

                    @return struct result A structure of three arrays and a text""")
    CompletableFuture<ConfigChanges> getConfigChanges();

    @RpcMethod(role = Role.READ, help = """
                    Tell whether a process is ready, and well

                    A struct of

                    * string `name`, string `group`: which process
                    * string `health`: healthy, unhealthy, starting (nothing is known yet in
                      this run), or none (there is no check, or no child)
                    * boolean `ready`: whether it has become ready in this run; where it need not
                      say so, whether it is RUNNING
                    * string `readyby`: what tells that it is ready: the value of `ready`, or empty
                    * string `check`: what is asked: the value of `healthcheck`, or empty
                    * string `action`: what follows when it becomes unhealthy: restart, stop,
                      mark, event; empty without a check
                    * boolean `good`, string `answer`, int `seconds`, int `milliseconds`: the last
                      answer: whether it was good, in words, how long ago it came, -1 if there
                      was none, and how long it took
                    * string `status`, int `mainpid`, boolean `reloading`, boolean `stopping`:
                      what the program has said of itself by the notify protocol; empty, 0, false

                    @param string name The process: ``name`` or ``group:name``
                    @return struct result What is known of its health""")
    ProcessHealth getProcessHealth(@Accepts(Accepts.Leniency.CHARACTERS) String name);

    @RpcMethod(role = Role.READ, help = """
                    Tell of each process whether it is ready, and well

                    In the order of ``supervisor.getAllProcessInfo``.

                    @return array result One struct for each process, as of getProcessHealth""")
    List<ProcessHealth> getAllProcessHealth();

    @RpcMethod(role = Role.READ, help = """
                    Tell whom processes need, and who needs them

                    Only of those that need somebody or are needed, in an order in which they
                    could be started. Each is a struct of

                    * string `name`, string `group`, string `statename`: the process and its state
                    * int `level`: how many must have been started one after another before it, 0
                      for one that needs nobody
                    * string `waiting`: for whom its start waits, in words; empty if it does not
                    * array `needs`: one struct for each process that it needs:

                      * string `name`: ``name`` or ``group:name``; what is written, if nobody has
                        that name
                      * string `condition`: started, running, healthy, ready, completed or
                        completed_successfully; states with "or" between them where one of these
                        must have been reached
                      * boolean `met`: whether that is so
                      * string `statename`: its state, or empty
                      * boolean `partof`: whether it is there because of part_of

                    * array `dependants`: the names of those that need it

                    @return array result One struct for each process""")
    CompletableFuture<List<NeedsOfProcess>> getDependencies();

    /** True, or a list of outcomes where the name stands for a whole group. */
    @RpcMethod(optional = 1, help = """
                    Start a process, whatever has become of those that it needs

                    As supervisor.startProcess, but nothing is waited for and nobody else is started.

                    @param string name The process: ``name``, ``group:name`` or ``group:*``
                    @param boolean wait Whether to answer only when the process is up, or has failed
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Object> startWithoutDependencies(@Accepts(Accepts.Leniency.CHARACTERS) String name, boolean wait);

    @RpcMethod(optional = 1, help = """
                    Stop a process and all that need it

                    Those that need it are stopped first, and those that need these before them.

                    @param string name The process: ``name``, ``group:name`` or ``group:*``
                    @param boolean wait Whether to answer only when each process has ended
                    @return array result One status struct for each process that was stopped""")
    CompletableFuture<List<ProcessOutcome>> stopWithDependents(
            @Accepts(Accepts.Leniency.CHARACTERS) String name, boolean wait);

    @RpcMethod(role = Role.READ, help = """
                    Wait until a process is in some state

                    Answers as soon as that is so, or once it is clear that it will not be without
                    somebody's help, or when the time is over.

                    @param string name The process: ``name`` or ``group:name``
                    @param string condition started, running, healthy, ready, completed or
                                            completed_successfully; or exited, stopped, fatal
                    @param int seconds How long to wait, 0 for ever
                    @return string result Empty if it is so; else the state that it is in instead""")
    CompletableFuture<String> waitForProcess(
            @Accepts(Accepts.Leniency.CHARACTERS) String name,
            @Accepts(Accepts.Leniency.CHARACTERS) String condition,
            int seconds);
}
