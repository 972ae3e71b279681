package org.supervisor4j.ctl.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.xmlrpc.HttpProtocolException;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.ini.PythonRepr;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xml.XmlRpcSyntaxException;

/**
 * The generic error line: {@code error: <class 'NAME'>, MESSAGE: file: FILE line: N}. Class and message are the ones
 * that the reference prints, for those who look for them; file and line are ours.
 */
record ErrorLine(String className, String message, String file, int line) {
    private static final String OURS = "org.supervisor4j.";

    static ErrorLine of(Exception failure, ServerUrl url) {
        StackTraceElement origin = origin(failure);
        // A fault has no place in this program: it comes from the server.
        String file = origin == null ? url.text() : String.valueOf(origin.getFileName());
        int line = origin == null ? 0 : origin.getLineNumber();
        return new ErrorLine(className(failure, url), message(failure, url), file, line);
    }

    private static @Nullable StackTraceElement origin(Exception failure) {
        for (StackTraceElement element : failure.getStackTrace()) {
            if (element.getClassName().startsWith(OURS)) {
                return element;
            }
        }
        return null;
    }

    private static String className(Exception failure, ServerUrl url) {
        if (failure instanceof PythonError error) {
            return error.className();
        }
        if (failure instanceof RpcFault) {
            return "xmlrpc.client.Fault";
        }
        if (failure instanceof HttpStatusException) {
            return "xmlrpc.client.ProtocolError";
        }
        if (failure instanceof XmlRpcSyntaxException syntax) {
            return switch (syntax.kind()) {
                case NOT_UTF8 -> "UnicodeDecodeError";
                case NOT_WELL_FORMED -> "xml.parsers.expat.ExpatError";
                case NOT_A_RESPONSE -> "xmlrpc.client.ResponseError";
            };
        }
        if (failure instanceof HttpProtocolException protocol) {
            return switch (protocol.kind()) {
                case CLOSED_WITHOUT_ANSWER -> "http.client.RemoteDisconnected";
                case BAD_STATUS_LINE -> "http.client.BadStatusLine";
                case INCOMPLETE -> "http.client.IncompleteRead";
                case OVERSIZED -> "http.client.HTTPException";
                case TOO_SLOW -> "TimeoutError";
            };
        }
        if (failure instanceof IOException io) {
            return ConnectionFailure.of(io, url).className();
        }
        return failure.getClass().getName();
    }

    private static String message(Exception failure, ServerUrl url) {
        if (failure instanceof RpcFault fault) {
            return faultRepr(fault);
        }
        if (failure instanceof HttpStatusException http) {
            // contract: always this address, the reference's client believes it talks to it
            return "<ProtocolError for 127.0.0.1/RPC2: " + http.status() + " " + http.reason() + ">";
        }
        return failure instanceof IOException io && ConnectionFailure.is(io)
                ? ConnectionFailure.of(io, url).message()
                : String.valueOf(failure.getMessage());
    }

    /** A fault as Python shows it: {@code <Fault 6: 'SHUTDOWN_STATE'>}. */
    static String faultRepr(RpcFault fault) {
        return "<Fault " + fault.code() + ": " + PythonRepr.of(fault.text()) + ">";
    }

    /** {@code <class 'NAME'>}. */
    String classRepr() {
        return "<class '" + className + "'>";
    }

    @Override
    public String toString() {
        return "error: " + classRepr() + ", " + message + ": file: " + file + " line: " + line;
    }
}
