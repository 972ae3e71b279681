/*
 * What has to be done before the image's own start, and what it asks of a JVM itself. Linked into the program.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* Open files with which the daemon can at least read its configuration and judge by minfds. */
#define LEAST_FILES 64
/* Bytes of the heap where a limit is not plenty, and at least. */
#define SMALL_HEAP (64UL << 20)
#define LEAST_HEAP (16UL << 20)
/* KiB of address space or data below which the heap is a small one. */
#define PLENTY 2000000

void load_libraries(const char *home); /* forward.c */

static struct rlimit files;
static int files_are_known;
static int folder = -1;
static char home[PATH_MAX];
static const char *called;
static const char *program;
static unsigned long heap_limit;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
    const char *slash = strrchr(called, '/');
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", slash == NULL ? called : slash + 1);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    _exit(1);
}

/* Which program this is, by the name that it is called by, and the folder of the distribution. */
static void find_ourselves(char **argv) {
    called = argv[0] == NULL ? "supervisord" : argv[0];
    const char *name = strrchr(called, '/');
    name = name == NULL ? called : name + 1;
    program = strncmp(name, "supervisorctl", 13) == 0           ? "supervisorctl"
            : strncmp(name, "echo_supervisord_conf", 21) == 0 ? "echo_supervisord_conf"
                                                              : "supervisord";
    /* Where there is no /proc, the kernel has told us the path as well, though not what it leads to. */
    if (realpath("/proc/self/exe", home) == NULL && realpath((const char *) getauxval(AT_EXECFN), home) == NULL) {
        fail("cannot find out where this program lies: %s; call it by its whole path", strerror(errno));
    }
    for (int up = 0; up < 2; up++) *strrchr(home, '/') = 0;
}

static unsigned long soft_limit(int resource) {
    struct rlimit limit;
    return getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY ? limit.rlim_cur : ULONG_MAX;
}

static void limit_heap(unsigned long bytes) {
    if (heap_limit == 0 || bytes < heap_limit) heap_limit = bytes;
}

/* The number in the first line of a file; 0 where there is none. */
static unsigned long number_in(const char *path) {
    unsigned long number = 0;
    FILE *file = fopen(path, "re");
    if (file == NULL) return 0;
    if (fscanf(file, "%lu", &number) != 1) number = 0;
    fclose(file);
    return number;
}

/* A container's limit of memory is for all that runs in it: the heap gets a quarter of it at most. */
static void heed_cgroup(void) {
    static char line[PATH_MAX], path[PATH_MAX + 64];
    unsigned long limit = 0;
    FILE *groups = fopen("/proc/self/cgroup", "re");
    while (groups != NULL && limit == 0 && fgets(line, sizeof line, groups) != NULL) {
        line[strcspn(line, "\n")] = 0;
        char *group = strchr(line, ':');
        group = group == NULL ? NULL : strchr(group + 1, ':');
        if (group == NULL) continue;
        if (strncmp(line, "0::", 3) == 0) {
            snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.max", group + 1);
        } else if (strstr(line, ":memory:") != NULL) {
            snprintf(path, sizeof path, "/sys/fs/cgroup/memory%s/memory.limit_in_bytes", group + 1);
        } else {
            continue;
        }
        limit = number_in(path);
    }
    if (groups != NULL) fclose(groups);
    if (limit == 0) limit = number_in("/sys/fs/cgroup/memory.max");
    if (limit == 0) limit = number_in("/sys/fs/cgroup/memory/memory.limit_in_bytes");
    if (limit == 0 || limit >= 1UL << 30) return;
    limit_heap(limit / 4 < LEAST_HEAP ? LEAST_HEAP : limit / 4);
}

static void heed_memory(int resource, unsigned long least, const char *what, char option) {
    unsigned long allowed = soft_limit(resource);
    if (allowed == ULONG_MAX) return;
    allowed /= 1024;
    if (allowed < least) {
        fail("a limit allows it %lu KiB of %s (ulimit -%c), and it needs %lu; raise that limit", allowed, what, option, least);
    }
    if (allowed < PLENTY) limit_heap(SMALL_HEAP);
}

/* The client's own limit of memory is lifted as far as it may be; it has no children that would inherit it. */
static void lift(int resource) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(resource, &limit);
    }
}

/* The limits under which the image would not begin, or would die later, when children run. */
static void heed_limits(void) {
    int is_daemon = strcmp(program, "supervisord") == 0;
    if (!is_daemon) {
        lift(RLIMIT_AS);
        lift(RLIMIT_DATA);
    }
    heed_memory(RLIMIT_AS, is_daemon ? 1000000 : 900000, "address space", 'v');
    heed_memory(RLIMIT_DATA, is_daemon ? 60000 : 48000, "data", 'd');
    if (!is_daemon) return;
    heed_cgroup();
    if (access("/proc/self/fd", F_OK) != 0) {
        fail("/proc is not there, and supervisord cannot work without it; mount it (mount -t proc proc /proc)");
    }
    struct rlimit few;
    if (getrlimit(RLIMIT_NOFILE, &few) == 0 && few.rlim_cur < LEAST_FILES) {
        unsigned long allowed = few.rlim_cur;
        few.rlim_cur = LEAST_FILES;
        if (few.rlim_max < LEAST_FILES || setrlimit(RLIMIT_NOFILE, &few) != 0) {
            fail("a limit allows it %lu open files (ulimit -n), and it needs %d; raise that limit", allowed, LEAST_FILES);
        }
    }
    if (geteuid() != 0 && soft_limit(RLIMIT_NPROC) < 30) {
        fail("this user may have %lu processes and threads at a time (ulimit -u), and it alone needs 30; raise that limit",
                soft_limit(RLIMIT_NPROC));
    }
}

/* A descriptor that is closed would be given to the first file that is opened: the log would be our input. */
static void open_standard_descriptors(void) {
    for (int standard = 0; standard <= 2; standard++) {
        if (fcntl(standard, F_GETFD) == -1 && errno == EBADF) {
            open("/dev/null", O_RDWR);
        }
    }
}

static char fault_text[128];

/* Nothing may be called here that takes a lock. Then the signal does what it does by default. */
static void tell_fault(int number) {
    if (write(2, fault_text, strlen(fault_text)) < 0) _exit(128 + number);
    raise(number);
}

/*
 * What a JVM does before any program of its own runs, and an image that takes no options from its arguments leaves to
 * its program (with a thread and 1 MiB for it): a client that goes away in the middle of an answer is an error of that
 * write and not our end, and a fault in native code is told.
 */
static void mind_signals(void) {
    signal(SIGPIPE, SIG_IGN);
    snprintf(fault_text, sizeof fault_text, "%s: a fault in native code (SIGSEGV or SIGBUS) ends this program\n", program);
    struct sigaction fault = {.sa_handler = tell_fault, .sa_flags = (int) SA_RESETHAND | SA_NODEFER};
    sigaction(SIGSEGV, &fault, NULL);
    sigaction(SIGBUS, &fault, NULL);
}

int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

/* Linked for pthread_getattr_np, which finds the main thread's stack by /proc. */
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes) {
    int error = __real_pthread_getattr_np(thread, attributes);
    if (error != ENOENT) return error;
    unsigned long size = soft_limit(RLIMIT_STACK), page = (unsigned long) sysconf(_SC_PAGESIZE);
    if (size > 8UL << 20) size = 8UL << 20;
    /* What the kernel has told us lies at the upper end. */
    uintptr_t end = (getauxval(AT_EXECFN) + page) / page * page;
    size = size / page * page;
    error = pthread_attr_init(attributes);
    return error != 0 ? error : pthread_attr_setstack(attributes, (void *) (end - size), size);
}

char *__real_getcwd(char *name, size_t size);

/* Linked for getcwd: Java takes the name of the working folder from here at its start, and resolves names against it. */
char *__wrap_getcwd(char *name, size_t size) {
    if (folder < 0) return __real_getcwd(name, size);
    /* The daemon goes back there, for its children inherit it. */
    snprintf(name, size, strcmp(program, "supervisord") == 0 ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    return name;
}

/* A working folder without a name (it was removed, or its mount is gone) is held; the program begins in / then. */
static void leave_nameless_folder(void) {
    char *name = __real_getcwd(NULL, 0);
    if (name == NULL || name[0] != '/') {
        folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0 || chdir("/") != 0) {
            fail("the working folder was removed, or cannot be read; go to another one (cd /) and try again");
        }
    }
    free(name);
}

/* Whether a folder has a jar. */
static int has_plugins(const char *path) {
    DIR *folder = opendir(path);
    int found = 0;
    for (struct dirent *entry; folder != NULL && !found && (entry = readdir(folder)) != NULL;) {
        size_t length = strlen(entry->d_name);
        found = length > 4 && strcmp(entry->d_name + length - 4, ".jar") == 0;
    }
    if (folder != NULL) closedir(folder);
    return found;
}

/*
 * Becomes the program of the same name in HOME/jvm, the distribution in Java: where SUPERVISOR_RUNTIME=jvm asks for it,
 * or where a plug-in lies in HOME/plugins and nothing asks for the native one.
 */
static void become_java(char **argv) {
    char path[PATH_MAX + 64];
    const char *runtime = getenv("SUPERVISOR_RUNTIME");
    int asked = runtime != NULL && strcmp(runtime, "jvm") == 0;
    if (!asked && runtime != NULL && *runtime != 0) {
        if (strcmp(runtime, "native") == 0) return;
        fprintf(stderr, "supervisor: SUPERVISOR_RUNTIME=%s: there are jvm and native; set one of them, or nothing\n", runtime);
        _exit(2);
    }
    char plugins[PATH_MAX + 64];
    snprintf(plugins, sizeof plugins, "%s/plugins", home);
    int needed = has_plugins(plugins);
    if (!asked && !needed) return;
    snprintf(path, sizeof path, "%s/jvm/bin/%s", home, program);
    if (!asked && access(path, X_OK) != 0) return;
    if (needed) setenv("SUPERVISOR4J_START_PLUGINS", plugins, 1); /* the launcher's, which children do not get */
    execv(path, argv);
    fprintf(stderr, "supervisor: SUPERVISOR_RUNTIME=jvm: cannot run %s: %s; put the distribution in Java in %s/jvm (a link will do)\n",
            path, strerror(errno), home);
    _exit(1);
}

__attribute__((constructor)) static void before_the_start(int argc, char **argv) {
    (void) argc;
    find_ourselves(argv);
    become_java(argv);
    heed_limits();
    files_are_known = getrlimit(RLIMIT_NOFILE, &files) == 0;
    mind_signals();
    open_standard_descriptors();
    leave_nameless_folder();
    load_libraries(home);
}

/* The folder of the distribution. */
const char *supervisor4j_home(void) { return home; }

/*
 * The image has made a copy of its heap to live with, relocated pages and all, and never looks at what it was made from
 * again: the loader's pages of that are given back (1.2 MiB), and who reads them after all ends at once.
 */
extern char __svm_heap_begin[], __svm_heap_end[];

void supervisor4j_leave_original_heap(void) {
    uintptr_t page = (uintptr_t) sysconf(_SC_PAGESIZE);
    uintptr_t begin = ((uintptr_t) __svm_heap_begin + page - 1) / page * page;
    uintptr_t end = (uintptr_t) __svm_heap_end / page * page;
    if (mprotect((void *) begin, end - begin, PROT_NONE) == 0) madvise((void *) begin, end - begin, MADV_DONTNEED);
}

/* Which of the three it is: the only place that takes this from a name. */
const char *supervisor4j_program(void) { return program; }

/* The first word of the command line. */
const char *supervisor4j_called(void) { return called; }

/* Bytes that the heap may have at most, because a limit of memory is not plenty; 0 for what is usual. */
long supervisor4j_heap_limit(void) { return (long) heap_limit; }

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

/* Only figures of a management bean, which nobody here asks for. */
void Java_com_sun_management_internal_OperatingSystemImpl_initialize0(void *env, void *type) {}
