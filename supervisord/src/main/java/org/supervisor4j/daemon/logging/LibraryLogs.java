package org.supervisor4j.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.model.LogLevel;

/**
 * Takes what libraries log through SLF4J: their warnings and errors become lines of level trace, all else is dropped at
 * once.
 *
 * <p>As Logback's configurator it keeps Logback from looking for configuration files, and silent until there is a log.
 */
public final class LibraryLogs extends ContextAwareBase implements Configurator {
    /** Called by Logback when the first library asks for a logger. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on libraries are heard in this log, if it is one that shows traces. */
    static void sendTo(ActivityLog log) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            Forwarder forwarder = new Forwarder(log);
            forwarder.setContext(context);
            forwarder.start();
            root.addAppender(forwarder);
            root.setLevel(log.isEnabled(LogLevel.TRACE) ? Level.WARN : Level.OFF);
        }
    }

    /** From now on they are not heard. */
    static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.OFF);
            root.detachAndStopAllAppenders();
        }
    }

    /** Turns a library's event into a line of the daemon's log. */
    private static final class Forwarder extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final ActivityLog log;

        Forwarder(ActivityLog log) {
            this.log = log;
        }

        @Override
        protected void append(ILoggingEvent event) {
            String text = event.getLoggerName() + ": " + event.getFormattedMessage();
            if (event.getThrowableProxy() != null) {
                text += "\n"
                        + ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
            }
            log.trace(text);
        }
    }
}
