package org.supervisor4j.ctl.session;

/**
 * A failure that the reference reports as an exception of Python's, by class and message. Scripts match those lines, so
 * the class names are kept.
 */
public final class PythonError extends RuntimeException {
    private final String className;

    /** @param className {@code ValueError}, or a dotted name outside of Python's built-ins */
    public PythonError(String className, String message) {
        super(message);
        this.className = className;
    }

    public String className() {
        return className;
    }

    /** {@link #getMessage()}, which is never null here. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
