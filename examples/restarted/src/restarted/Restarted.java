package restarted;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.supervisor4j.plugin.CtlCommand;
import org.supervisor4j.plugin.CtlConsole;

/** {@code restarted [SECONDS]}: which running processes are younger than that. Exit code 1 if there is one. */
record Restarted(int within) implements CtlCommand {
    @Override
    public String name() {
        return "restarted";
    }

    @Override
    public List<String> help() {
        return List.of("restarted [SECONDS]\tShow the processes that were started within so many seconds (" + within + ")");
    }

    @Override
    public void run(CtlConsole console, String argument) throws IOException {
        int seconds;
        try {
            seconds = argument.isEmpty() ? within : Integer.parseUnsignedInt(argument);
        } catch (NumberFormatException e) {
            console.print("Error: " + argument + " is no number of seconds");
            console.fail();
            return;
        }
        if (console.isServerUp()) {
            show(console, (Object[]) console.call("supervisor.getAllProcessInfo"), seconds);
        }
    }

    private static void show(CtlConsole console, Object[] processes, int seconds) {
        for (Object element : processes) {
            Map<?, ?> process = (Map<?, ?>) element;
            int age = (int) process.get("now") - (int) process.get("start");
            if (process.get("statename").equals("RUNNING") && age < seconds) {
                console.print(process.get("group") + ":" + process.get("name") + " started " + age + " seconds ago");
                console.fail();
            }
        }
    }
}
