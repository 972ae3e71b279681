package org.supervisor4j.daemon.xmlrpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in.
 *
 * @param method the name as sent, untrimmed; never empty
 * @param params strings, {@link Integer}s (or {@link java.math.BigInteger}s where 32 bits are too few), booleans,
 *     doubles, {@link java.time.LocalDateTime}s, lists, maps with string keys, and null
 */
public record MethodCall(String method, List<@Nullable Object> params) {
    public MethodCall {
        // Not List.copyOf: a parameter can be null.
        params = Collections.unmodifiableList(new ArrayList<>(params));
    }
}
