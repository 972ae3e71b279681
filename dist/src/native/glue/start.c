/*
 * What has to be done before the image's own start, and what it asks of a JVM itself. Linked into the program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static struct rlimit files;
static int files_are_known;
static int folder = -1;

/* A descriptor that is closed would be given to the first file that is opened: the log would be our input. */
static void open_standard_descriptors(void) {
    for (int standard = 0; standard <= 2; standard++) {
        if (fcntl(standard, F_GETFD) == -1 && errno == EBADF) {
            open("/dev/null", O_RDWR);
        }
    }
}

/* A working folder without a name (it was removed, or its mount is gone) is held; the program begins in / then. */
static void leave_nameless_folder(void) {
    char *name = getcwd(NULL, 0);
    if (name == NULL || name[0] != '/') {
        folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0 || chdir("/") != 0) {
            static const char text[] =
                    "supervisor: the working folder was removed, or cannot be read; go to another one (cd /) and try again\n";
            ssize_t written = write(2, text, sizeof text - 1);
            _exit(written > 0);
        }
    }
    free(name);
}

__attribute__((constructor)) static void before_the_start(void) {
    files_are_known = getrlimit(RLIMIT_NOFILE, &files) == 0;
    open_standard_descriptors();
    leave_nameless_folder();
}

/* The descriptor of the working folder that has no name; -1 where it has one. */
int supervisor4j_folder(void) { return folder; }

/* Called by the image's start, which has raised the soft limit of open files: children would inherit that. */
void initialize(void) {
    struct rlimit now;
    if (files_are_known && getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_max >= files.rlim_cur) {
        now.rlim_cur = files.rlim_cur;
        setrlimit(RLIMIT_NOFILE, &now);
    }
    files_are_known = 0;
}

int JVM_ActiveProcessorCount(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int) sysconf(_SC_NPROCESSORS_ONLN);
}

/* Only figures of a management bean, which nobody here asks for. */
void Java_com_sun_management_internal_OperatingSystemImpl_initialize0(void *env, void *type) {}
