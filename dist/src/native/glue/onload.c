/* JNI_OnLoad_<library>, as the JDK's static libraries have it: hands on to JNI_OnLoad of the shared one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

#define JNI_VERSION_1_8 0x00010008

typedef int (*onload)(void *, void *);

static int forward(const char *library, void *vm, void *reserved) {
    void *loaded = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    onload function = loaded != NULL ? (onload) dlsym(loaded, "JNI_OnLoad") : NULL;
    if (loaded != NULL) {
        dlclose(loaded);
    }
    int version = function != NULL ? function(vm, reserved) : 0;
    if (function != NULL && version < 0) {
        return version;
    }
    return version > JNI_VERSION_1_8 ? version : JNI_VERSION_1_8;
}

#define LIBRARY(name) \
    int JNI_OnLoad_##name(void *vm, void *reserved) { return forward("lib" #name ".so", vm, reserved); }

LIBRARY(java)
LIBRARY(nio)
LIBRARY(net)
LIBRARY(zip)
LIBRARY(extnet)
LIBRARY(prefs)
LIBRARY(jaas)
