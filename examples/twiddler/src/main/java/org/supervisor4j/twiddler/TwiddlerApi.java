package org.supervisor4j.twiddler;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.RpcMethod;
import org.supervisor4j.model.Role;

/** The methods as clients see them. */
public interface TwiddlerApi {
    @RpcMethod(role = Role.READ, help = """
                    Tell which version of the twiddler interface this is

                    @return string version The version, 1.0""")
    String getAPIVersion();

    @RpcMethod(role = Role.READ, help = """
                    Name the active process groups

                    @return array result The names, in the order in which they became active""")
    List<String> getGroupNames();

    @RpcMethod(optional = 1, help = """
                    Write a message to the daemon's log

                    @param string message The message
                    @param string level The level, by word (INFO) or by number (20)
                    @return boolean result Always true, unless there is a fault""")
    boolean log(String message, @Nullable Object level);

    @RpcMethod(help = """
                    Add a program to an active group, until the daemon restarts

                    @param string group_name The name of the group
                    @param string program_name The name of the program
                    @param struct program_options The keys of its section, as in the configuration
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> addProgramToGroup(String groupName, String programName, Object programOptions);

    @RpcMethod(help = """
                    Remove a process that has stopped from its group

                    @param string group_name The name of the group
                    @param string process_name The name of the process, which numprocs and process_name make
                    @return boolean result Always true, unless there is a fault""")
    CompletableFuture<Boolean> removeProcessFromGroup(String groupName, String processName);
}
