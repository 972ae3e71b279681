/*
 * The functions of the JDK's shared libraries that the image calls: each jumps to where it has been found. So the
 * program needs none of them when it is loaded: the loader would look for them by /proc, which may not be there.
 * forwarded.inc is made by the build, of what the image leaves undefined.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#define FORWARD(name) \
    __attribute__((visibility("hidden"))) void *slot_##name; \
    __asm__(".text\n.globl " #name "\n.type " #name ", @function\n" #name ": jmp *slot_" #name "(%rip)\n");
#include "forwarded.inc"
#undef FORWARD

#define FORWARD(name) {#name, &slot_##name},
static const struct {
    const char *name;
    void **slot;
} functions[] = {
#include "forwarded.inc"
};

/* The libraries lie in HOME/lib; they need each other in this order. */
void load_libraries(const char *home) {
    static const char *const names[] = {"jvm", "java", "net", "nio", "zip", "extnet"};
    enum { COUNT = sizeof names / sizeof *names };
    void *libraries[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        char path[PATH_MAX + 32];
        snprintf(path, sizeof path, "%s/lib/lib%s.so", home, names[i]);
        libraries[i] = dlopen(path, RTLD_LAZY | RTLD_GLOBAL);
        if (libraries[i] == NULL) {
            fprintf(stderr, "supervisor: %s\n", dlerror());
            _exit(1);
        }
    }
    for (unsigned i = 0; i < sizeof functions / sizeof *functions; i++) {
        for (unsigned library = 1; library < COUNT && *functions[i].slot == NULL; library++) {
            *functions[i].slot = dlsym(libraries[library], functions[i].name);
        }
    }
}
