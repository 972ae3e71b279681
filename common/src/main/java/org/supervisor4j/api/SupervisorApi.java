package org.supervisor4j.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.api.Accepts.Leniency;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.Role;

/**
 * The {@code supervisor.*} methods. A method that answers at once returns its value; one that has to wait for the
 * control loop or for a process returns a future and holds no thread meanwhile. Failures are
 * {@link org.supervisor4j.model.RpcFault}s, thrown or as the future's exception.
 *
 * <p>The help texts are what {@code system.methodHelp} answers and what {@code system.methodSignature} is derived from.
 *
 * <p>Any thread may call.
 */
public interface SupervisorApi {
    @RpcMethod(role = Role.READ, aliases = "getVersion", help = """
                    Tell which version of this RPC interface the daemon speaks

                    @return string version The version, 3.0""")
    String getAPIVersion();

    @RpcMethod(role = Role.READ, help = """
                    Tell which version of the supervisor package is running

                    @return string version The version of the daemon""")
    String getSupervisorVersion();

    @RpcMethod(role = Role.READ, help = """
                    Tell the identifying string of this supervisord

                    Set by identifier= in the [supervisord] section, so that a client
                    that talks to several daemons can tell them apart.

                    @return string identifier The identifying string""")
    String getIdentification();

    @RpcMethod(role = Role.READ, help = """
                    Tell what supervisord as a whole is doing

                    @return struct state A struct of int statecode and string statename""")
    Map<String, Object> getState();

    @RpcMethod(role = Role.READ, help = """
                    Tell the process id of supervisord

                    @return int PID The process id""")
    int getPID();

    @RpcMethod(role = Role.READ, aliases = "readMainLog", help = """
                    Read a part of the daemon's own log

                    @param int offset Where to begin, in bytes; negative to count from the end
                    @param int length How many bytes; 0 to read to the end
                    @return string result The text""")
    String readLog(int offset, int length);

    @RpcMethod(help = """
                    Empty the daemon's own log

                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> clearLog();

    @RpcMethod(help = """
                    Stop all processes, then end supervisord

                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> shutdown();

    @RpcMethod(help = """
                    Stop all processes, then begin again with the configuration as it is by then

                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> restart();

    @RpcMethod(help = """
                    Read the configuration files again

                    Nothing is started, stopped, added or removed. The result says how the
                    files differ from the active groups, as three arrays of group names:

                    * `added`: not active yet
                    * `changed`: active, but with other settings
                    * `removed`: active, but gone from the files

                    @return array result [[added, changed, removed]]""")
    CompletableFuture<List<Object>> reloadConfig();

    @RpcMethod(help = """
                    Activate a process group of the configuration that was read last

                    @param string name The name of the group
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> addProcessGroup(@Accepts(Leniency.CONFIGURED_GROUP_NAME) String name);

    @RpcMethod(help = """
                    Deactivate a process group that has been stopped

                    @param string name The name of the group
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> removeProcessGroup(@Accepts(Leniency.GROUP_NAME) String name);

    /** True, or a list of outcomes where the name stands for a whole group. */
    @RpcMethod(optional = 1, help = """
                    Start a process

                    @param string name The process: ``name``, ``group:name`` or ``group:*``
                    @param boolean wait Whether to answer only when the process is up, or has failed
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Object> startProcess(String name, boolean wait);

    @RpcMethod(optional = 1, help = """
                    Start all processes of a group

                    @param string name The name of the group
                    @param boolean wait Whether to answer only when each process is up, or has failed
                    @return array result One status struct for each process that was started""")
    CompletableFuture<List<ProcessOutcome>> startProcessGroup(@Accepts(Leniency.GROUP_NAME) String name, boolean wait);

    @RpcMethod(optional = 1, help = """
                    Start all processes

                    @param boolean wait Whether to answer only when each process is up, or has failed
                    @return array result One status struct for each process that was started""")
    CompletableFuture<List<ProcessOutcome>> startAllProcesses(boolean wait);

    /** True, or a list of outcomes where the name stands for a whole group. */
    @RpcMethod(optional = 1, help = """
                    Stop a process

                    @param string name The process: ``name``, ``group:name`` or ``group:*``
                    @param boolean wait Whether to answer only when the process has ended
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Object> stopProcess(String name, boolean wait);

    @RpcMethod(optional = 1, help = """
                    Stop all processes of a group

                    @param string name The name of the group
                    @param boolean wait Whether to answer only when each process has ended
                    @return array result One status struct for each process that was stopped""")
    CompletableFuture<List<ProcessOutcome>> stopProcessGroup(@Accepts(Leniency.GROUP_NAME) String name, boolean wait);

    @RpcMethod(optional = 1, help = """
                    Stop all processes

                    @param boolean wait Whether to answer only when each process has ended
                    @return array result One status struct for each process that was stopped""")
    CompletableFuture<List<ProcessOutcome>> stopAllProcesses(boolean wait);

    /** True, or a list of outcomes where the name stands for a whole group. */
    @RpcMethod(help = """
                    Send a signal to a process

                    @param string name The process: ``name``, ``group:name`` or ``group:*``
                    @param string signal The signal, by name (HUP or SIGHUP) or by number
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Object> signalProcess(String name, @Accepts(Leniency.SIGNAL) String signal);

    @RpcMethod(help = """
                    Send a signal to all processes of a group

                    @param string name The name of the group
                    @param string signal The signal, by name (HUP or SIGHUP) or by number
                    @return array result One status struct for each process that was signalled""")
    CompletableFuture<List<ProcessOutcome>> signalProcessGroup(
            @Accepts(Leniency.GROUP_NAME) String name, @Accepts(Leniency.SIGNAL) String signal);

    @RpcMethod(help = """
                    Send a signal to all processes

                    @param string signal The signal, by name (HUP or SIGHUP) or by number
                    @return array result One status struct for each process that was signalled""")
    CompletableFuture<List<ProcessOutcome>> signalAllProcesses(@Accepts(Leniency.SIGNAL) String signal);

    @RpcMethod(role = Role.READ, help = """
                    Tell the state of a process

                    @param string name The process: ``name`` or ``group:name``
                    @return struct result What is known about the process""")
    ProcessInfo getProcessInfo(String name);

    @RpcMethod(role = Role.READ, help = """
                    Tell the states of all processes

                    @return array result One struct for each process, as getProcessInfo answers it""")
    List<ProcessInfo> getAllProcessInfo();

    @RpcMethod(role = Role.READ, help = """
                    Tell the settings of all processes in the configuration that was read last

                    @return array result One struct for each process""")
    List<Map<String, Object>> getAllConfigInfo();

    @RpcMethod(role = Role.READ, aliases = "readProcessLog", help = """
                    Read a part of a process's stdout log

                    @param string name The process: ``name`` or ``group:name``
                    @param int offset Where to begin, in bytes; negative to count from the end
                    @param int length How many bytes; 0 to read to the end
                    @return string result The text""")
    String readProcessStdoutLog(String name, int offset, int length);

    @RpcMethod(role = Role.READ, help = """
                    Read a part of a process's stderr log

                    @param string name The process: ``name`` or ``group:name``
                    @param int offset Where to begin, in bytes; negative to count from the end
                    @param int length How many bytes; 0 to read to the end
                    @return string result The text""")
    String readProcessStderrLog(String name, int offset, int length);

    @RpcMethod(role = Role.READ, aliases = "tailProcessLog", help = """
                    Read what was added to a process's stdout log

                    Cheaper than asking for the whole log again and again. Overflow says
                    that more was added than asked for; then the last bytes are answered.

                    @param string name The process: ``name`` or ``group:name``
                    @param int offset Where to begin, in bytes
                    @param int length How many bytes at most
                    @return array result [string bytes, int offset, bool overflow]""")
    LogTail tailProcessStdoutLog(String name, int offset, int length);

    @RpcMethod(role = Role.READ, help = """
                    Read what was added to a process's stderr log

                    Cheaper than asking for the whole log again and again. Overflow says
                    that more was added than asked for; then the last bytes are answered.

                    @param string name The process: ``name`` or ``group:name``
                    @param int offset Where to begin, in bytes
                    @param int length How many bytes at most
                    @return array result [string bytes, int offset, bool overflow]""")
    LogTail tailProcessStderrLog(String name, int offset, int length);

    @RpcMethod(aliases = "clearProcessLog", help = """
                    Empty the stdout and stderr logs of a process and open them anew

                    @param string name The process: ``name`` or ``group:name``
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> clearProcessLogs(String name);

    @RpcMethod(help = """
                    Empty the logs of all processes

                    @return array result One status struct for each process""")
    CompletableFuture<List<ProcessOutcome>> clearAllProcessLogs();

    @RpcMethod(help = """
                    Send characters to the standard input of a process

                    They are sent as UTF-8.

                    @param string name The process: ``name`` or ``group:name``
                    @param string chars What to send
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> sendProcessStdin(String name, @Accepts(Leniency.CHARACTERS) String chars);

    @RpcMethod(help = """
                    Send an event to the event listeners that subscribed to REMOTE_COMMUNICATION

                    @param string type What follows ``type:`` in the event
                    @param string data The rest of the event
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> sendRemoteCommEvent(
            @Accepts(Leniency.ANYTHING) String type, @Accepts(Leniency.ANYTHING) String data);
}
