package org.supervisor4j.ctl.xmlrpc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to a daemon and back, encrypted on the way or not. One thread uses it; any thread may close it. */
interface Link extends Closeable {
    /** Sends what remains in the buffer; blocks until the system took it. */
    void write(ByteBuffer bytes) throws IOException;

    /** Waits for bytes and adds them to the buffer, which has an array; returns how many, -1 at the end. */
    int read(ByteBuffer buffer) throws IOException;

    /** The same, but returns 0 if nothing comes within that time. */
    int readWithin(long millis, ByteBuffer buffer) throws IOException;
}
