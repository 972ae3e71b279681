// long spawn(const struct row *rows, void *stack_top, unsigned long clone_flags, struct status *status)
//
// Creates a child that makes the system calls of a table, one after the other; the last one is execve.
// Returns the child's pid, or a negated errno if there is no child. Uses no stack and no libc in the child.
//
//   struct row    { long number; long args[6]; long may_fail; };                          64 bytes
//   struct status { long error; long row; unsigned long every_signal; unsigned long mask; };
//
// status.every_signal holds all ones; status.mask receives the caller's signal mask for as long as the clone takes.
// A row that fails (and may not) stores its negated errno and its index in the status; the child exits with 127.

    .text

    stp x19, x20, [sp, #-32]!
    stp x21, x22, [sp, #16]
    mov x19, x0                 // rows
    mov x22, x1                 // top of the child's stack
    mov x21, x2                 // clone flags
    mov x20, x3                 // status

    mov x8, #135                // rt_sigprocmask(SIG_SETMASK, &status->every_signal, &status->mask, 8)
    mov x0, #2
    add x1, x20, #16
    add x2, x20, #24
    mov x3, #8
    svc #0

    mov x8, #220                // clone(flags, stack_top, NULL, 0, NULL)
    mov x0, x21
    mov x1, x22
    mov x2, #0
    mov x3, #0
    mov x4, #0
    svc #0
    cbz x0, child
    mov x21, x0

    mov x8, #135                // rt_sigprocmask(SIG_SETMASK, &status->mask, NULL, 8)
    mov x0, #2
    add x1, x20, #24
    mov x2, #0
    mov x3, #8
    svc #0

    mov x0, x21
    ldp x21, x22, [sp, #16]
    ldp x19, x20, [sp], #32
    ret

child:
    mov x21, #0                 // index of the row
next:
    ldr x8, [x19]
    ldp x0, x1, [x19, #8]
    ldp x2, x3, [x19, #24]
    ldp x4, x5, [x19, #40]
    svc #0
    cmn x0, #4095               // -4095 to -1, read without a sign, are the errors
    b.cc done
    ldr x6, [x19, #56]
    cbz x6, failed
done:
    add x19, x19, #64
    add x21, x21, #1
    b next
failed:
    stp x0, x21, [x20]
    mov x8, #94                 // exit_group(127)
    mov x0, #127
    svc #0
