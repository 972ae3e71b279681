/*
 * What has to be done before the image's own start, and what it asks of a JVM itself. Linked into the program.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
    char home[PATH_MAX], path[PATH_MAX + 64];
    const char *runtime = getenv("SUPERVISOR_RUNTIME");
    ssize_t length = readlink("/proc/self/exe", home, sizeof home - 1);
    if (length <= 0 || argv[0] == NULL) return;
    home[length] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(home, '/');
        if (slash == NULL) return;
        *slash = 0;
    }
    int asked = runtime != NULL && strcmp(runtime, "jvm") == 0;
    if (!asked && runtime != NULL && *runtime != 0) {
        if (strcmp(runtime, "native") == 0) return;
        fprintf(stderr, "supervisor: SUPERVISOR_RUNTIME=%s: there are jvm and native; set one of them, or nothing\n", runtime);
        _exit(2);
    }
    snprintf(path, sizeof path, "%s/plugins", home);
    int plugins = has_plugins(path);
    if (!asked && !plugins) return;
    if (plugins) setenv("SUPERVISOR4J_START_PLUGINS", path, 1); /* the launcher's, which children do not get */
    const char *name = strrchr(argv[0], '/');
    name = name == NULL ? argv[0] : name + 1;
    name = strncmp(name, "supervisorctl", 13) == 0           ? "supervisorctl"
            : strncmp(name, "echo_supervisord_conf", 21) == 0 ? "echo_supervisord_conf"
                                                              : "supervisord";
    snprintf(path, sizeof path, "%s/jvm/bin/%s", home, name);
    if (!asked && access(path, X_OK) != 0) {
        unsetenv("SUPERVISOR4J_START_PLUGINS");
        return;
    }
    execv(path, argv);
    fprintf(stderr, "supervisor: SUPERVISOR_RUNTIME=jvm: cannot run %s: %s; put the distribution in Java in %s/jvm (a link will do)\n",
            path, strerror(errno), home);
    _exit(1);
}

__attribute__((constructor)) static void before_the_start(int argc, char **argv) {
    (void) argc;
    become_java(argv);
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
