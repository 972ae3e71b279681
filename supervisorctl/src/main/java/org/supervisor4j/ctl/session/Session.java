package org.supervisor4j.ctl.session;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.xmlrpc.Credentials;
import org.supervisor4j.ctl.xmlrpc.HttpProtocolException;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.ctl.xmlrpc.Transport;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * One run of the program: the server it talks to, who the user is, and the exit code so far. Each command gets a
 * connection of its own, because a daemon may be restarted between two commands of a shell.
 *
 * <p>Owned by the main thread.
 */
public final class Session {
    /** The API that this program was written for. */
    private static final String API_VERSION = "3.0";

    private static final int UNAUTHORIZED = 401;
    private static final int PATIENCE = 10;

    private final Settings settings;
    private final Output output;
    private final Output errors;
    private final Input input;
    private final CommandTable commands;

    private DaemonUrl url;
    private String origin;
    private @Nullable String username;
    private @Nullable String password;
    private String loginOrigin;
    private ExitCode exitCode = ExitCode.SUCCESS;
    private boolean left;
    /** Whether a daemon that does not answer is given up. */
    private boolean impatient;
    /** Whether it has been said in this command that an answer takes long. Set by another thread. */
    private final AtomicBoolean waitTold = new AtomicBoolean();
    /** Null while no command runs, or none that has called. */
    private @Nullable XmlRpcClient client;
    /** Those that the command has led to. */
    private final Set<String> hints = new HashSet<>();

    /** The answer that completion got since the last command; null for nothing yet. */
    private @Nullable List<Struct> knownProcesses;

    /** @param commands the command of a name, or null */
    public Session(Settings settings, Output output, Output errors, Input input, CommandTable commands) {
        this.settings = settings;
        this.output = output;
        this.errors = errors;
        this.input = input;
        this.commands = commands;
        this.url = settings.url();
        this.origin = settings.origin();
        this.username = settings.username();
        this.password = settings.password();
        this.loginOrigin = settings.loginOrigin();
    }

    /**
     * Carries out a typed line. Whatever goes wrong becomes a line of output and an exit code.
     *
     * @throws OutputFailedException if nothing can be printed any more
     * @throws InterruptedByUserException on Ctrl-C at a question
     */
    public void execute(String typed) {
        TypedLine line = TypedLine.parse(typed);
        if (line.text().isEmpty()) {
            return;
        }
        knownProcesses = null;
        hints.clear();
        impatient = false;
        waitTold.set(false);
        Command command = commands.find(line.word());
        if (command == null) {
            output.line("*** Unknown syntax: " + line.text());
            fail(ExitCode.GENERIC);
            output.flush();
            Hints.unknownAction(errors, line.text(), commands.words());
        } else {
            guarded(command, line.argument());
        }
        output.flush();
        Hints.optionsAfter(errors, line);
    }

    private void guarded(Command command, String argument) {
        try {
            authenticated(command, argument);
        } catch (InterruptedByUserException | OutputFailedException end) {
            throw end;
        } catch (IOException | RuntimeException failure) {
            tell(failure);
        } finally {
            disconnect();
        }
    }

    /** Makes a failure a line of output and an exit code, for a command that goes on with other things. */
    public void tell(Exception failure) {
        fail(ExitCode.GENERIC);
        output.line(ErrorLine.of(failure, url).toString());
        output.flush();
        hint(failure);
    }

    /** Runs the command again with credentials, until they are accepted; without anybody to ask, just once more. */
    private void authenticated(Command command, String argument) throws IOException {
        boolean refused = true;
        while (refused) {
            try {
                command.run(this, argument);
                return;
            } catch (HttpStatusException refusal) {
                if (refusal.status() != UNAUTHORIZED) {
                    throw refusal;
                }
                output.line("Server requires authentication");
                refused = settings.interactive();
                if (refused) {
                    askForCredentials();
                }
            }
        }
        fail(ExitCode.GENERIC);
        output.flush();
        Hints.refusedLogin(errors, username, password, loginOrigin, url);
        // contract: Controller.onecmd falls through to a second run, whose error is the second line of output
        command.run(this, argument);
    }

    private void askForCredentials() throws IOException {
        output.flush();
        username = answer(input.readLine("Username:"));
        String typed = input.readPassword("Password:");
        if (typed == null) {
            throw new PythonError("EOFError", "");
        }
        password = typed;
        loginOrigin = "both as typed";
        output.line("");
        disconnect();
    }

    /**
     * Whether the user, if there is one to ask, answers a question with anything but a word that begins with y.
     *
     * @throws PythonError at the end of input
     */
    public boolean isRefused(String question) throws IOException {
        if (!settings.interactive()) {
            return false;
        }
        output.flush();
        String answer = answer(input.readLine(question));
        return !answer.startsWith("y") && !answer.startsWith("Y");
    }

    private String answer(@Nullable String line) {
        if (line == null) {
            throw new PythonError("EOFError", input.endOfInputMessage());
        }
        return line;
    }

    /**
     * Calls a method of the {@code supervisor} namespace and waits for its answer, for ever if need be.
     *
     * @throws RpcFault if the daemon says no
     * @throws IOException if there is no answer
     */
    public Object call(String method, Object... params) throws IOException {
        return callAny("supervisor." + method, params);
    }

    /**
     * The same for a method of any namespace.
     *
     * @param method with its namespace
     */
    public Object callAny(String method, Object... params) throws IOException {
        output.flush();
        XmlRpcClient open = client;
        if (open == null) {
            open = newClient();
            client = open;
        }
        @Nullable Waiting waiting = impatient ? null : Waiting.begin(errors, method, waitTold);
        try {
            return open.call(method, params);
        } finally {
            if (waiting != null) {
                waiting.end();
            }
        }
    }

    /**
     * From now on until the command ends, each call fails where no answer begins within {@value #PATIENCE} seconds: for
     * what the original does not have, and a daemon answers at once. All others wait as long as the original's.
     */
    public void giveUpOnSilence() {
        disconnect();
        impatient = true;
    }

    /** The opposite: a call lasts as long as programs take to start or to stop. */
    public void waitForEver() {
        disconnect();
        impatient = false;
    }

    /** A connection of its own to the same server, for another thread; the caller closes it. */
    public XmlRpcClient newClient() {
        return impatient
                ? new XmlRpcClient(url.transport(), rpcCredentials(), PATIENCE)
                : new XmlRpcClient(url.transport(), rpcCredentials());
    }

    /** The processes there are, for completion: asked for once between two commands; none if that fails. */
    public List<Struct> processesForCompletion() {
        List<Struct> known = knownProcesses;
        if (known != null) {
            return known;
        }
        known = known("getAllProcessInfo");
        knownProcesses = known.isEmpty() ? null : known;
        return known;
    }

    /**
     * The structs that a method answers with; none if it fails.
     *
     * @param method answers with an array of structs
     */
    public List<Struct> known(String method) {
        try (XmlRpcClient own = new XmlRpcClient(url.transport(), rpcCredentials(), PATIENCE)) {
            return Struct.listOf(own.call("supervisor." + method));
        } catch (IOException | RpcFault | PythonError failure) {
            return List.of();
        }
    }

    /** Whether a user name and a password are sent. */
    public boolean hasLogin() {
        return rpcCredentials() != null;
    }

    private @Nullable Credentials rpcCredentials() {
        return username == null || password == null ? null : new Credentials(username, password);
    }

    private void disconnect() {
        XmlRpcClient open = client;
        client = null;
        close(open);
    }

    /** Closes a connection that nothing more is wanted from; null for none. */
    public static void close(@Nullable Closeable connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // it is not used any more
            }
        }
    }

    /**
     * Whether a daemon is there that speaks our API. If not, the user has been told why, and the exit code is set.
     *
     * @throws IOException for what has no words of its own
     */
    public boolean isServerUp() throws IOException {
        try {
            String version = Struct.textOf(call("getVersion"));
            if (version.equals(API_VERSION)) {
                return true;
            }
            output.line("Sorry, this version of supervisorctl expects to talk to a server with API version "
                    + API_VERSION + ", but the remote version is " + version + ".");
            fail(ExitCode.NOT_INSTALLED);
        } catch (RpcFault fault) {
            if (!fault.is(Fault.UNKNOWN_METHOD)) {
                throw fault;
            }
            output.line("Sorry, supervisord responded but did not recognize the supervisor namespace commands that"
                    + " supervisorctl uses to control it.  Please check that the [rpcinterface:supervisor] section is"
                    + " enabled in the configuration file (see sample.conf).");
            fail(ExitCode.UNIMPLEMENTED_FEATURE);
        } catch (IOException failure) {
            tellUnreachable(failure);
        }
        return false;
    }

    private void tellUnreachable(IOException failure) throws IOException {
        Unreachable reason = whyUnreachable(failure);
        if (reason == null) {
            throw failure;
        }
        output.line(url.text() + " " + reason.words());
        fail(reason.exitCode());
        output.flush();
        hint(failure);
    }

    /** Null for every failure that has no words of its own. */
    public @Nullable Unreachable whyUnreachable(IOException failure) {
        if (!ConnectionFailure.is(failure)) {
            return null;
        }
        ConnectionFailure reason = ConnectionFailure.of(failure, url);
        if (reason.isRefused()) {
            return Unreachable.REFUSED;
        }
        return reason.isNoSuchFile() ? Unreachable.NO_SUCH_FILE : null;
    }

    /**
     * Tells on standard error what the reference's words leave out: what to try, if the daemon could not be reached.
     */
    public void hint(Exception failure) {
        if (failure instanceof PythonError error && !error.hint().isEmpty()) {
            Hints.reason(errors, error.hint());
        }
        if (failure instanceof IOException io && ConnectionFailure.is(io)) {
            Hints.unreachable(errors, url, origin, ConnectionFailure.of(io, url));
            Hints.noConfiguration(errors, settings.configuration());
        }
        if (failure instanceof HttpProtocolException slow && slow.kind() == HttpProtocolException.Kind.TOO_SLOW) {
            Hints.reason(
                    errors,
                    "is it stopped (SIGSTOP, a debugger), or overloaded, or another server? The command \"doctor\""
                            + " looks closer.");
        }
    }

    /** Tells a person something that helps, once in a command however often it is true. */
    public void hintOnce(String hint) {
        if (hints.add(hint)) {
            Hints.forPeople(errors, "Hint: " + hint);
        }
    }

    /** Why a connection failed, in the system's words: {@code [Errno 13] Permission denied}. */
    public String describe(IOException failure) {
        return ErrorLine.of(failure, url).message();
    }

    /** A fault as messages show it: {@code <Fault 6: 'SHUTDOWN_STATE'>}. */
    public static String describe(RpcFault fault) {
        return ErrorLine.faultRepr(fault);
    }

    /** Sets what the program will end with. A later failure replaces an earlier one. */
    public void fail(ExitCode code) {
        exitCode = code;
    }

    /** Prints a line about a failure, and sets {@link ExitCode#GENERIC}. */
    public void fail(String line) {
        output.line(line);
        fail(ExitCode.GENERIC);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public Output output() {
        return output;
    }

    public Output errors() {
        return errors;
    }

    public Input input() {
        return input;
    }

    public DaemonUrl url() {
        return url;
    }

    /** Talks to another server from now on, with the same credentials. */
    public void connectTo(DaemonUrl other) {
        url = other;
        origin = "the command open";
        disconnect();
    }

    /** Where the URL comes from, in words: {@code option -s}. */
    public String origin() {
        return origin;
    }

    public ConfigurationSource configuration() {
        return settings.configuration();
    }

    /** The way to the server, for streams. */
    public Transport transport() {
        return url.transport();
    }

    /** The credentials of a stream's request: the reference sends it as soon as there is a password. */
    public @Nullable Credentials streamCredentials() {
        return password == null || password.isEmpty()
                ? null
                : new Credentials(username == null ? "None" : username, password);
    }

    /** Ends the shell after this command. */
    public void leave() {
        left = true;
    }

    public boolean hasLeft() {
        return left;
    }
}
