package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * How much the results of one multicall may be together: a request of a megabyte can ask for a log thousands of times,
 * and who may only look must not fill the daemon's memory. One thread at a time.
 */
final class AnswerRoom {
    /** In characters of text; numbers, names and the frames of structs count for some. */
    static final int MOST = 16 * 1024 * 1024;

    /** What everything costs beside its text. */
    private static final int EACH = 16;

    /** What a process in a list of all costs, which is not looked at one by one. */
    private static final int EACH_PROCESS = 400;

    private int left = MOST;
    private boolean overrun;

    /** The result itself, or the fault for one that is too much. Smaller ones behind it may find room still. */
    @Nullable
    Object take(@Nullable Object result) {
        long size = sizeOf(result);
        if (size > left) {
            overrun = true;
            return Multicall.faultStruct(refusal());
        }
        left -= (int) size;
        return result;
    }

    /** Whether something has been refused already, so that there is no point in reading another log. */
    boolean isOverrun() {
        return overrun;
    }

    RpcFault refusal() {
        return new RpcFault(Fault.FAILED, "the answers of one multicall may have " + MOST + " characters");
    }

    private static long sizeOf(@Nullable Object value) {
        long size = EACH;
        if (value instanceof String text) {
            size += text.length();
        } else if (value instanceof SharedAnswer processes) {
            size += (long) processes.size() * EACH_PROCESS;
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                size += sizeOf(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                size += sizeOf(member.getKey()) + sizeOf(member.getValue());
            }
        } else if (value instanceof byte[] bytes) {
            size += bytes.length;
        }
        return size;
    }
}
