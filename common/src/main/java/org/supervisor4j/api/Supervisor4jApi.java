package org.supervisor4j.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LastOutput;
import org.supervisor4j.model.NeedsOfProcess;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessOutcome;
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
