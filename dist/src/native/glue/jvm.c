/*
 * What the JDK's native libraries (libjava, libnio, libnet, libzip, libextnet) ask of a JVM, for a program that has
 * none. What is not here is in jvm-missing.inc, which the build makes of what the libraries leave undefined: it ends
 * the program and says its own name. An end-to-end test that meets such a one fails; then it belongs here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void missing(const char *name) {
    fprintf(stderr, "%s is not available in this program\n", name);
    abort();
}

int64_t JVM_CurrentTimeMillis(void *env, void *type) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t JVM_NanoTime(void *env, void *type) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The caller takes -1 for a difference that is too large, and asks again with another offset. */
int64_t JVM_GetNanoTimeAdjustment(void *env, void *type, int64_t offset) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t difference = now.tv_sec - offset;
    if (difference > 0x100000000LL || difference < -0x100000000LL) {
        return -1;
    }
    return difference * 1000000000 + now.tv_nsec;
}

void *JVM_FindLibraryEntry(void *library, const char *name) { return dlsym(library, name); }
void *JVM_LoadLibrary(const char *name, unsigned char fail) { return dlopen(name, RTLD_LAZY); }
void JVM_UnloadLibrary(void *library) { dlclose(library); }
char *JVM_NativePath(char *path) { return path; }

void *JVM_RawMonitorCreate(void) {
    pthread_mutex_t *monitor = malloc(sizeof *monitor);
    if (monitor != NULL) {
        pthread_mutex_init(monitor, NULL);
    }
    return monitor;
}

void JVM_RawMonitorDestroy(void *monitor) {
    pthread_mutex_destroy(monitor);
    free(monitor);
}

int JVM_RawMonitorEnter(void *monitor) { return pthread_mutex_lock(monitor); }
void JVM_RawMonitorExit(void *monitor) { pthread_mutex_unlock(monitor); }

void JVM_BeforeHalt(void) {}
void JVM_Halt(int status) { _exit(status); }
unsigned char JVM_IsSupportedJNIVersion(int version) { return 1; }
unsigned char JVM_IsUseContainerSupport(void) { return 0; }
unsigned char JVM_IsContainerized(void) { return 0; }

int jio_vsnprintf(char *text, size_t size, const char *format, va_list arguments) {
    if ((intptr_t) size <= 0) {
        return -1;
    }
    int length = vsnprintf(text, size, format, arguments);
    if (length >= (int) size) {
        text[size - 1] = 0;
        return -1;
    }
    return length;
}

int jio_snprintf(char *text, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = jio_vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return length;
}

int jio_vfprintf(FILE *file, const char *format, va_list arguments) { return vfprintf(file, format, arguments); }

int jio_fprintf(FILE *file, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vfprintf(file, format, arguments);
    va_end(arguments);
    return length;
}

#include "jvm-missing.inc"
