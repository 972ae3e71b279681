package com.oracle.svm.hosted;

/** Stands for the builder's own, which asks a terminal by a C library that the registries do not have. */
public final class ProgressReporterCHelper {
    static final int MAX_CHARACTERS_PER_LINE = 120;
    private static final int COLUMNS = 80;
    private static final long UNKNOWN = -1;

    private ProgressReporterCHelper() {}

    public static int getTerminalWindowColumnsClamped() {
        return COLUMNS;
    }

    public static int getTerminalWindowColumns() {
        return COLUMNS;
    }

    public static long getPeakRSS() {
        return UNKNOWN;
    }
}
