package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.os.MessageSocket;
import org.supervisor4j.daemon.os.OsException;

/**
 * Sends each line to the system's log: facility user, priority info, in the form that libc gives to its messages
 * ({@code <14>Nov 21 07:43:00 supervisord: web some text}). Trailing line ends of a unit are dropped, then it is split
 * at line ends, empty lines included.
 *
 * <p>Bytes go out as they came, UTF-8 or not. Where the system's log takes nothing, lines are kept for five seconds;
 * where there is none, they are counted as lost at once.
 */
// contract: loggers.py, SyslogHandler.emit
public final class SyslogSink extends KeepingSink {
    private static final byte[] PRIORITY = "<14>".getBytes(StandardCharsets.US_ASCII);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    /** The socket's buffer takes more by default; log daemons take less, and cut by themselves. */
    private static final int LONGEST_MESSAGE = 64 * 1024;

    private final byte[] prefix;
    private final SinkSystem system;
    private final MessageSocket socket;
    private final LineTime time = LineTime.syslog();

    private ByteBuffer message = ByteBuffer.allocateDirect(512);

    /**
     * @param ident what the system's log shows as the sender: {@code supervisord}
     * @param prefix what every line begins with: the process's name and a blank, or nothing
     */
    public SyslogSink(String ident, String prefix, SinkSystem system) {
        super(
                new Losses("syslog", system),
                "syslog has not taken anything for long",
                "cannot send to syslog: it does not take anything");
        this.prefix = (ident + ": " + prefix).getBytes(StandardCharsets.UTF_8);
        this.system = system;
        this.socket = system.syslog().get();
    }

    @Override
    public boolean write(ByteBuffer unit) {
        int end = unit.limit();
        dropTrailingLineEnds(unit);
        if (kept.isEmpty() && sendLines(unit, true)) {
            unit.limit(end).position(end);
            return true;
        }
        keepLines(unit);
        unit.limit(end).position(end);
        return false;
    }

    private static void dropTrailingLineEnds(ByteBuffer unit) {
        int end = unit.limit();
        while (end > unit.position() && unit.get(end - 1) == '\n') {
            end--;
        }
        unit.limit(end);
    }

    /** Kept lines each end in a line end, so that what is kept later begins a line of its own. */
    private void keepLines(ByteBuffer rest) {
        keep(ByteBuffer.allocateDirect(rest.remaining() + 1)
                .put(rest)
                .put((byte) '\n')
                .flip());
    }

    @Override
    boolean push(ByteBuffer lines) {
        return sendLines(lines, false);
    }

    /** @param lastIsOpen whether the last line lacks its line end. @return false if the rest has to wait */
    private boolean sendLines(ByteBuffer lines, boolean lastIsOpen) {
        try {
            do {
                int end = endOfLine(lines);
                if (!send(lines, end)) {
                    return false;
                }
                boolean isLast = end == lines.limit();
                lines.position(isLast ? end : end + 1);
                if (isLast) {
                    break;
                }
            } while (lastIsOpen || lines.hasRemaining());
            losses.written();
        } catch (OsException e) {
            losses.lost(lines.remaining(), e);
            lines.position(lines.limit());
        }
        return true;
    }

    private static int endOfLine(ByteBuffer lines) {
        int end = ByteScan.indexOf(lines, (byte) '\n', lines.position(), lines.limit());
        return end < 0 ? lines.limit() : end;
    }

    private boolean send(ByteBuffer lines, int end) throws OsException {
        time.set(system.wallClock().millis());
        byte[] stamp = time.seconds();
        int head = PRIORITY.length + stamp.length + prefix.length;
        int length = Math.min(end - lines.position(), LONGEST_MESSAGE);
        if (message.capacity() < head + length) {
            message = ByteBuffer.allocateDirect(2 * (head + length));
        }
        message.clear().put(PRIORITY).put(stamp).put(prefix);
        message.put(head, lines, lines.position(), length);
        message.position(0).limit(head + length);
        return socket.send(message);
    }

    @Override
    int target() {
        return socket.descriptor();
    }

    @Override
    public long patience() {
        return PATIENCE;
    }

    @Override
    public void close() {
        super.close();
        socket.close();
    }
}
