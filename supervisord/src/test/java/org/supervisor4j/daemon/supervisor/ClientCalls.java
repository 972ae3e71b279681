package org.supervisor4j.daemon.supervisor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.config.SupervisordConfig;
import org.supervisor4j.daemon.os.MainLog;
import org.supervisor4j.daemon.output.LogFileReader;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.rpc.ConfigCalls;
import org.supervisor4j.daemon.rpc.ConfigLoader;
import org.supervisor4j.daemon.rpc.DaemonSupervision;
import org.supervisor4j.daemon.rpc.ProgramCalls;
import org.supervisor4j.daemon.rpc.SupervisorRpc;
import org.supervisor4j.daemon.sink.FakeKernel;

/** What clients and plug-ins can call, on a harness's control loop. */
record ClientCalls(SupervisorRpc rpc, DaemonSupervision plugin) {
    /** What the files of a configuration come to. */
    @FunctionalInterface
    interface Files extends ConfigLoader {
        List<GroupConfig> groups();

        @Override
        default SupervisordConfig load() {
            return LoopHarness.config(groups(), container());
        }

        /** What they say of ends. */
        default ContainerConfig container() {
            return ContainerConfig.NONE;
        }

        @Override
        default SupervisordConfig look() {
            return load();
        }

        @Override
        default List<ProcessConfig> program(String group, String program, Map<String, String> settings) {
            throw new UnsupportedOperationException();
        }
    }

    /** Where no file says anything. */
    static ClientCalls of(LoopHarness harness) {
        return of(harness, List::of, new RestartTrial(Optional::empty, Runnable::run, harness.log), Runnable::run);
    }

    /** @param elsewhere threads that may wait */
    static ClientCalls of(LoopHarness harness, Files files, RestartTrial restart, Executor elsewhere) {
        FakeKernel disk = new FakeKernel();
        SupervisorRpc rpc = new SupervisorRpc(
                harness.supervisor,
                harness.host,
                "4",
                new LogFileReader(disk, disk.paths()),
                new QuickLog(),
                configs(harness, files, elsewhere),
                restart);
        ProgramCalls programs = new ProgramCalls(harness.supervisor, files, (process, channel) -> "", elsewhere);
        return new ClientCalls(rpc, new DaemonSupervision(harness.supervisor, rpc, programs));
    }

    private static ConfigCalls configs(LoopHarness harness, Files files, Executor elsewhere) {
        return new ConfigCalls(
                harness.supervisor,
                files.load(),
                Map.of(),
                files,
                (process, channel) -> "",
                new FcgiSocket.Factory(harness.os, harness.os, harness.log),
                elsewhere);
    }

    /** The daemon's own log, which needs no time. */
    static final class QuickLog implements MainLog {
        @Override
        public CompletableFuture<Void> flush() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> reopen() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> clear() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
