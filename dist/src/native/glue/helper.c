/*
 * The C functions that com.oracle.svm.core 25.0.2 declares and a GraalVM brings as liblibchelper.a: written from those
 * declarations.
 */
#define _GNU_SOURCE
#include "amd64cpufeatures.h"
#include "svm_locale.h"
#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

char **getEnviron(void) { return environ; }

/* The time zone's name; NULL is UTC. The caller frees it. */
char *SVM_FindJavaTZmd(const char *mappings, int length) {
    const char *zone = getenv("TZ");
    if (zone != NULL && *zone != 0) {
        zone += *zone == ':';
        return strdup(strncmp(zone, "posix/", 6) == 0 ? zone + 6 : zone);
    }
    char text[512];
    ssize_t size = readlink("/etc/localtime", text, sizeof text - 1);
    if (size > 0) {
        text[size] = 0;
        char *name = strstr(text, "zoneinfo/");
        if (name != NULL) {
            return strdup(name + strlen("zoneinfo/"));
        }
    }
    FILE *file = fopen("/etc/timezone", "re");
    if (file != NULL) {
        char *line = fgets(text, sizeof text, file);
        fclose(file);
        if (line != NULL) {
            text[strcspn(text, "\n")] = 0;
            return *text != 0 ? strdup(text) : NULL;
        }
    }
    return NULL;
}

/* x86 keeps its instructions' caches true by itself. */
void codeSynchronization_clearCache(uint64_t address, uint64_t size) {}

/* Tools can't attach. */
void svm_attach_startup(const char *path) {}
void svm_attach_listener_cleanup(int socket, const char *path) {}
unsigned char svm_attach_check_socket_file(const char *path) { return 0; }
unsigned char svm_attach_is_init_trigger(const char *path) { return 0; }
int svm_attach_create_listener(const char *path) { return -1; }
int svm_attach_wait_for_request(int socket) { return -1; }
void svm_attach_shutdown_socket(int socket) { shutdown(socket, SHUT_RDWR); }

int getThreadId(void) { return (int) syscall(SYS_gettid); }

/* In nanoseconds; -1 where it can't be told. */
int64_t getThreadUserTimeSlow(int thread) {
    char path[64];
    char text[1024];
    unsigned long ticks = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return -1;
    }
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    char *behind_name = strrchr(text, ')');
    if (behind_name == NULL
        || sscanf(behind_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &ticks) != 1) {
        return -1;
    }
    return (int64_t) ticks * (1000000000 / sysconf(_SC_CLK_TCK));
}

/* Functions with a variable number of arguments, under names that tell their types. */
void *mremapP(void *old, size_t old_size, size_t new_size, int flags, void *address) {
    return mremap(old, old_size, new_size, flags, address);
}
int openSII(const char *path, int flags, int mode) { return open(path, flags, mode); }
int openatISII(int folder, const char *path, int flags, int mode) { return openat(folder, path, flags, mode); }
int fprintfSD(FILE *file, const char *format, const char *text, int number) {
    return fprintf(file, format, text, number);
}

/* Signals: counted where they arrive, and told to a thread that waits. */
#define SIGNALS 65
static sem_t arrived;
static volatile int claimed;
static volatile unsigned counts[SIGNALS];

int cSunMiscSignal_open(void) {
    if (!__sync_bool_compare_and_swap(&claimed, 0, 1)) {
        return 1;
    }
    return sem_init(&arrived, 0, 0) != 0 ? -1 : 0;
}

int cSunMiscSignal_close(void) {
    int result = sem_destroy(&arrived);
    claimed = 0;
    return result;
}

int cSunMiscSignal_awaitSemaphore(void) { return sem_wait(&arrived); }
int cSunMiscSignal_signalSemaphore(void) { return sem_post(&arrived); }
unsigned char cSunMiscSignal_signalRangeCheck(int signal) { return signal >= 0 && signal < SIGNALS; }

int cSunMiscSignal_checkPendingSignal(void) {
    for (int signal = 0; signal < SIGNALS; signal++) {
        for (unsigned count = counts[signal]; count > 0; count = counts[signal]) {
            if (__sync_bool_compare_and_swap(&counts[signal], count, count - 1)) {
                return signal;
            }
        }
    }
    return -1;
}

static void handler(int signal) {
    int kept = errno;
    if (cSunMiscSignal_signalRangeCheck(signal)) {
        __sync_fetch_and_add(&counts[signal], 1);
        sem_post(&arrived);
    }
    errno = kept;
}

void *cSunMiscSignal_signalHandlerFunctionPointer(void) { return (void *) handler; }

static svm_locale_props_t locale_properties;
static char language[16] = "en";
static char country[16];

int svm_initialize_locale(void) {
    setlocale(LC_ALL, "");
    const char *name = setlocale(LC_MESSAGES, NULL);
    if (name != NULL && strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0 && strncmp(name, "C.", 2) != 0) {
        size_t size = strcspn(name, "_.@");
        if (size > 0 && size < sizeof language) {
            memcpy(language, name, size);
            language[size] = 0;
        }
        if (name[size] == '_') {
            const char *rest = name + size + 1;
            size = strcspn(rest, ".@");
            if (size < sizeof country) {
                memcpy(country, rest, size);
                country[size] = 0;
            }
        }
    }
    locale_properties.display_language = locale_properties.format_language = language;
    if (*country != 0) {
        locale_properties.display_country = locale_properties.format_country = country;
    }
    return SVM_LOCALE_INITIALIZATION_SUCCEEDED;
}

svm_locale_props_t *svm_get_locale(void) { return &locale_properties; }

static int has(unsigned word, int bit) { return word >> bit & 1; }

static uint64_t enabled_states(void) {
    uint32_t low;
    uint32_t high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low | (uint64_t) high << 32;
}

/* The bits of CPUID, which are documented in AMD's and Intel's manuals. */
void determineCPUFeatures(CPUFeatures *f) {
    unsigned a, b, c, d;
    memset(f, 0, sizeof *f);
    if (__get_cpuid(1, &a, &b, &c, &d)) {
        f->fTSC = has(d, 4);
        f->fCX8 = has(d, 8);
        f->fCMOV = has(d, 15);
        f->fFLUSH = has(d, 19);
        f->fMMX = has(d, 23);
        f->fFXSR = has(d, 24);
        f->fSSE = has(d, 25);
        f->fSSE2 = has(d, 26);
        f->fSSE3 = has(c, 0);
        f->fCLMUL = has(c, 1);
        f->fSSSE3 = has(c, 9);
        f->fSSE4_1 = has(c, 19);
        f->fSSE4_2 = has(c, 20);
        f->fPOPCNT = has(c, 23);
        f->fAES = has(c, 25);
        /* The system has to keep the wide registers, too. */
        if (has(c, 27) && (enabled_states() & 6) == 6 && has(c, 28)) {
            f->fAVX = 1;
            f->fVZEROUPPER = 1;
            f->fFMA = has(c, 12);
            f->fF16C = has(c, 29);
        }
    }
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
        f->fBMI1 = has(b, 3);
        f->fBMI2 = has(b, 8);
        f->fERMS = has(b, 9);
        f->fADX = has(b, 19);
        f->fFLUSHOPT = has(b, 23);
        f->fSHA = has(b, 29);
        f->fAVX2 = f->fAVX && has(b, 5);
        f->fFSRM = has(d, 4);
        f->fRDPID = has(c, 22);
    }
    if (__get_cpuid(0x80000001, &a, &b, &c, &d)) {
        f->fLZCNT = has(c, 5);
        f->fSSE4A = has(c, 6);
        f->fAMD_3DNOW_PREFETCH = has(c, 8);
        f->fRDTSCP = has(d, 27);
    }
    if (__get_cpuid(0x80000007, &a, &b, &c, &d)) {
        f->fTSCINV_BIT = has(d, 8);
        f->fTSCINV = f->fTSC && f->fTSCINV_BIT;
    }
}

/* mask: 0xff for what the image doesn't need. Returns 0 if all is there. */
int checkCPUFeatures(const uint8_t *mask) {
    CPUFeatures features;
    determineCPUFeatures(&features);
    const uint8_t *each = (const uint8_t *) &features;
    for (size_t i = 0; i < sizeof features; i++) {
        if ((uint8_t) (each[i] | mask[i]) != 0xff) {
            return 1;
        }
    }
    return 0;
}

int checkCPUFeaturesOrExit(const uint8_t *mask, const char *message) {
    if (checkCPUFeatures(mask)) {
        fputs(message, stderr);
        exit(1);
    }
    return 0;
}
