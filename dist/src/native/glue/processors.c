/* What the JDK's libraries ask of a JVM, and the image as well: linked into both libjvm.so and the program. */
#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

int JVM_ActiveProcessorCount(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int) sysconf(_SC_NPROCESSORS_ONLN);
}
