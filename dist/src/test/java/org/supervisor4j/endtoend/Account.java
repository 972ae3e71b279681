package org.supervisor4j.endtoend;

import java.util.List;

/** A user of the system for the length of a test: made where we are root, else ourselves under our own name. */
record Account(String name, boolean isOurs) implements AutoCloseable {
    static Account create(String name) {
        if (!isRoot()) {
            return new Account(System.getProperty("user.name"), false);
        }
        if (Command.of("id", name).run().exit() == 0) {
            return new Account(name, false);
        }
        Command.Result made = Command.of("useradd", "--system", "--no-create-home", "--shell", "/bin/false", name)
                .run();
        if (made.exit() != 0) {
            throw new IllegalStateException("cannot make the user " + name + ": " + made);
        }
        return new Account(name, true);
    }

    /** What to put before a command that is to run without privileges: nothing where we have none. */
    static List<String> nobody() {
        return isRoot() ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of();
    }

    static boolean isRoot() {
        return Command.of("id", "-u").run().stdout().equals("0\n");
    }

    @Override
    public void close() {
        if (isOurs) {
            Command.of("userdel", name).run();
        }
    }
}
