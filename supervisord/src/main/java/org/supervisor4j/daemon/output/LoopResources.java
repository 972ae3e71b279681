package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.sink.SinkSystem;

/** What all channels of a loop work with. Touched on that loop only. */
record LoopResources(Loop loop, SinkSystem system, Backlog backlog, Pace pace, ByteBuffer buffer) {
    LoopResources(Loop loop, SinkSystem system) {
        // In the machine's order, for it is scanned in words.
        this(
                loop,
                system,
                new Backlog(loop),
                new Pace(loop.now()),
                ByteBuffer.allocateDirect(UnitRoute.HEADROOM + InputPipe.LONGEST_UNIT)
                        .order(ByteOrder.nativeOrder()));
    }

    /** Room for one unit, with room in front of it; the next caller gets the same. */
    ByteBuffer emptyUnit() {
        return buffer.clear().position(UnitRoute.HEADROOM);
    }

    Descriptors descriptors() {
        return system.descriptors();
    }

    ActivityLog log() {
        return system.problems();
    }
}
