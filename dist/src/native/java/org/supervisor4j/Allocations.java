package org.supervisor4j;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Saves what an image built for size does after each array that it makes, and what takes longer than the array: working
 * out anew, from its options, how large the heap's parts may be. Options do not change here once it has started, and the
 * sizes are there from the first array on.
 */
@TargetClass(className = "com.oracle.svm.core.genscavenge.ThreadLocalAllocation")
final class Allocations {
    private Allocations() {}

    @Substitute
    private static void runSlowPathHooks() {}
}
