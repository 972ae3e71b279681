package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.supervisor4j.model.ProcessInfo;
import org.supervisor4j.model.SupervisorState;

/** A daemon whose processes a test sets, and then tells about. */
public final class FakeDaemonView implements DaemonView {
    private volatile Look look = new Look(SupervisorState.RUNNING, List.of(FakeSupervisorApi.CAT));
    private volatile Runnable hint = () -> {};
    public volatile String command = "/bin/cat";

    /** Shows these from now on, and says so. */
    public void show(SupervisorState mood, ProcessInfo... processes) {
        look = new Look(mood, List.of(processes));
        hint.run();
    }

    /** Has something to say besides of a process. */
    public void add(String namespec, Aside aside) {
        look = new Look(look.mood(), look.processes(), Map.of(namespec, aside));
        hint.run();
    }

    @Override
    public Look look() {
        return look;
    }

    @Override
    public Optional<Settings> settings(String namespec) {
        Settings settings = new Settings(
                List.of(new Setting("command", command), new Setting("directory", "")),
                List.of(new Setting("LOG_LEVEL", "<info>"), new Setting("DB_PASSWORD", "geheim")));
        return namespec.equals("cat") ? Optional.of(settings) : Optional.empty();
    }

    @Override
    public void whenChanged(Runnable told) {
        hint = told;
    }
}
