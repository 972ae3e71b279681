package org.supervisor4j.ctl.session;

/**
 * A failure that the reference reports as an exception of Python's, by class and message. Scripts match those lines, so
 * the class names are kept.
 */
public final class PythonError extends RuntimeException {
    private final String className;
    private final String hint;

    /** @param className {@code ValueError}, or a dotted name outside of Python's built-ins */
    public PythonError(String className, String message) {
        this(className, message, "");
    }

    /** @param hint what the reference's words leave out, for standard error; empty for nothing */
    public PythonError(String className, String message, String hint) {
        super(message);
        this.className = className;
        this.hint = hint;
    }

    public String className() {
        return className;
    }

    public String hint() {
        return hint;
    }

    /** {@link #getMessage()}, which is never null here. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
