/*
 * entered SYMBOLS OUT PROGRAM [ARGUMENT...]: runs a program and writes down which of its functions are entered, in the
 * order of their first entry. SYMBOLS has lines "ADDRESS NAME", the addresses in hexadecimal, of a program that is not
 * position-independent. Each function's first byte becomes a breakpoint, which is taken away when it is met.
 * Children of the program are not followed; its threads are. Linux on x86_64.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define BREAKPOINT 0xcc

struct function {
    unsigned long address;
    char *name;
    unsigned char first; /* the byte that the breakpoint stands for */
    int entered;
};

static struct function *functions;
static size_t count;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int by_address(const void *a, const void *b) {
    unsigned long x = ((const struct function *)a)->address, y = ((const struct function *)b)->address;
    return (x > y) - (x < y);
}

static void read_symbols(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) fail(path);
    size_t room = 0, kept = 0;
    unsigned long address;
    char *name;
    while (fscanf(file, "%lx %ms", &address, &name) == 2) {
        if (count == room) {
            room = room ? 2 * room : 1 << 16;
            functions = realloc(functions, room * sizeof *functions);
            if (!functions) fail("realloc");
        }
        functions[count++] = (struct function){address, name, 0, 0};
    }
    fclose(file);
    if (!count) {
        fprintf(stderr, "%s: no symbols\n", path);
        exit(1);
    }
    qsort(functions, count, sizeof *functions, by_address);
    for (size_t i = 0; i < count; i++)
        if (!kept || functions[kept - 1].address != functions[i].address) functions[kept++] = functions[i];
    count = kept;
}

static int open_memory(pid_t pid) {
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int memory = open(path, O_RDWR);
    if (memory < 0) fail(path);
    return memory;
}

/* All breakpoints in one piece. */
static void set_breakpoints(int memory) {
    unsigned long begin = functions[0].address;
    size_t size = functions[count - 1].address + 1 - begin;
    unsigned char *code = malloc(size);
    if (!code || pread(memory, code, size, begin) != (ssize_t)size) fail("reading the program");
    for (size_t i = 0; i < count; i++) functions[i].first = code[functions[i].address - begin];
    for (size_t i = 0; i < count; i++) code[functions[i].address - begin] = BREAKPOINT;
    if (pwrite(memory, code, size, begin) != (ssize_t)size) fail("setting breakpoints");
    free(code);
}

/* Whether the thread has met one of ours; it goes on at the function's first byte then. */
static int meet(pid_t thread, int memory, FILE *out) {
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, thread, 0, &registers)) return 0;
    struct function key = {registers.rip - 1, 0, 0, 0};
    struct function *met = bsearch(&key, functions, count, sizeof key, by_address);
    if (!met) return 0;
    if (!met->entered) {
        met->entered = 1;
        if (pwrite(memory, &met->first, 1, met->address) != 1) fail("removing a breakpoint");
        fprintf(out, "%s\n", met->name);
    }
    registers.rip--;
    ptrace(PTRACE_SETREGS, thread, 0, &registers);
    return 1;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: %s SYMBOLS OUT PROGRAM [ARGUMENT...]\n", argv[0]);
        return 2;
    }
    read_symbols(argv[1]);
    FILE *out = fopen(argv[2], "w");
    if (!out) fail(argv[2]);
    pid_t program = fork();
    if (program < 0) fail("fork");
    if (!program) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        execv(argv[3], argv + 3);
        _exit(127);
    }
    int status;
    if (waitpid(program, &status, 0) < 0 || !WIFSTOPPED(status)) fail(argv[3]);
    ptrace(PTRACE_SETOPTIONS, program, 0, PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL);
    int memory = open_memory(program);
    set_breakpoints(memory);
    ptrace(PTRACE_CONT, program, 0, 0);
    pid_t thread;
    while ((thread = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
        if (thread <= 0) continue;
        if (!WIFSTOPPED(status)) {
            if (thread == program) break;
            continue;
        }
        int signal = WSTOPSIG(status);
        if (status >> 16 || signal == SIGSTOP) signal = 0; /* a new thread, and its first stop */
        else if (signal == SIGTRAP && meet(thread, memory, out)) signal = 0;
        ptrace(PTRACE_CONT, thread, 0, signal);
    }
    size_t entered = 0;
    for (size_t i = 0; i < count; i++) entered += functions[i].entered;
    fprintf(stderr, "%zu of %zu functions entered\n", entered, count);
    return fclose(out) ? 1 : 0;
}
