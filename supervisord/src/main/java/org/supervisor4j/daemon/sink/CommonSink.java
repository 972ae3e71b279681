package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/**
 * Writes to a target that others may write to as well: as the bytes come while it is alone there, and whole lines as
 * soon as it is not, so that no line is torn by another's.
 */
public final class CommonSink extends PassingSink {
    private final RotatingFileSink target;
    private final LineSink lines;

    /** @param lines writes to the target, as {@link RawForm} has it */
    public CommonSink(RotatingFileSink target, LineSink lines) {
        super(target);
        this.target = target;
        this.lines = lines;
    }

    @Override
    public boolean write(ByteBuffer unit) {
        if (!lines.isInLine() && !target.isCommon()) {
            return target.write(unit);
        }
        return lines.write(unit);
    }

    @Override
    public void endOfInput() {
        // What went out while it was alone stands as it came.
        lines.endOfInput();
    }
}
