package org.supervisor4j.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.PastRun;
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
                    Tell how the last runs of a process ended

                    The last ten runs that are over, the oldest first: children that ended,
                    and attempts that did not come to a child. Forgotten when the process
                    is removed or the daemon restarts. Each is a struct of

                    * int `start`, int `stop`: when it began and ended, in seconds since 1970
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
    List<PastRun> getProcessHistory(String name);

    @RpcMethod(help = """
                    Tell in what the configuration files differ from what runs

                    What a reload of the configuration would find, without carrying it out: the
                    files are looked at, and read where one has changed, come or gone. A struct of

                    * array `added`, array `changed`, array `removed`: names of groups
                    * string `problem`: why the files cannot be read now, or empty

                    It changes nothing, but reads files, and quotes from them what is wrong.

                    @return struct result A structure of three arrays and a text""")
    CompletableFuture<ConfigChanges> getConfigChanges();
}
