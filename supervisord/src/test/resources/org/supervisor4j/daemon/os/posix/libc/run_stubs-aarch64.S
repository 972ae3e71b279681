// A program without libc that runs the two stubs and prints what it saw as a row of 64-bit words:
//
//   0  the pid of a child whose second row, an execve of /nonexistent, fails   (above 0)
//   1  its wait status                                                         (127 << 8)
//   2  the error in its status block                                           (-2, ENOENT)
//   3  the row in its status block                                             (1: row 0 failed too, but may)
//   4  the pid of a child that becomes /bin/true                               (above 0)
//   5  its wait status                                                         (0)
//   6  the error in its status block                                           (0)
//   7  our signal mask afterwards                                              (as it was: 0x800)
//   8  how far x19 to x22, which the callee must preserve, are from before     (0)
//   9  what the eventfd counted after two calls of the handler and one signal  (3)
//  10  what a clone with CLONE_VM and without CLONE_VFORK answers

    .macro call number
    mov x8, #\number
    svc #0
    .endm

    // Runs the stub with a table and waits for the child; x26: where pid and wait status go.
    .macro run rows, flags
    mov x0, #-1
    str x0, [x27, #16]
    mov x19, #19
    mov x20, #20
    mov x21, #21
    mov x22, #22
    adr x0, \rows
    adr x1, stack_top
    mov x2, #\flags
    mov x3, x27
    bl spawn
    str x0, [x26]
    add x1, x26, #8             // wait4(pid, &status, 0, NULL)
    mov x2, #0
    mov x3, #0
    call 260
    .endm

    .section .code, "awx"
    .global _start
_start:
    // The status block is shared memory, for these children get a copy of all other memory.
    mov x0, #0                  // mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
    mov x1, #4096
    mov x2, #3
    mov x3, #0x21
    mov x4, #-1
    mov x5, #0
    call 222
    mov x27, x0
    adr x28, answers

    mov x0, #2                  // rt_sigprocmask(SIG_SETMASK, &blocked, NULL, 8)
    adr x1, blocked
    mov x2, #0
    mov x3, #8
    call 135

    mov x26, x28
    run failing_rows, 17        // SIGCHLD: a fork
    ldp x0, x1, [x27]
    stp x0, x1, [x28, #16]
    stp xzr, xzr, [x27]

    sub x19, x19, #19
    sub x20, x20, #20
    sub x21, x21, #21
    sub x22, x22, #22
    orr x19, x19, x20
    orr x21, x21, x22
    orr x19, x19, x21
    str x19, [x28, #64]

    add x26, x28, #32
    run good_rows, 17
    ldr x0, [x27]
    str x0, [x28, #48]

    mov x0, #2                  // rt_sigprocmask(SIG_SETMASK, NULL, &answers[7], 8)
    mov x1, #0
    add x2, x28, #56
    mov x3, #8
    call 135

    mov x0, #0                  // eventfd2(0, 0)
    mov x1, #0
    call 19
    mov x25, x0
    adr x1, descriptors
    str w0, [x1, #40]           // of signal 10
    adr x2, on_signal_end
    str x1, [x2, #-8]
    mov x0, #10
    bl on_signal
    mov x0, #10
    bl on_signal
    mov x0, #10                 // rt_sigaction(SIGUSR1, &action, NULL, 8)
    adr x1, action
    adr x2, on_signal
    str x2, [x1]
    mov x2, #0
    mov x3, #8
    call 134
    call 172                    // kill(getpid(), SIGUSR1)
    mov x1, #10
    call 129
    mov x0, x25                 // read(eventfd, &answers[9], 8)
    add x1, x28, #72
    mov x2, #8
    call 63

    mov x26, x28                // over what is no longer needed: the last answer is not about a child
    ldp x23, x24, [x28]
    run good_rows, 0x111        // CLONE_VM | SIGCHLD
    ldr x0, [x28]
    str x0, [x28, #80]
    stp x23, x24, [x28]

    mov x0, #1                  // write(1, answers, 88)
    mov x1, x28
    mov x2, #88
    call 64
    mov x0, #0                  // exit_group(0)
    call 94

    .balign 16
spawn:
    .incbin "spawn.bin"
    .balign 16
on_signal:
    .incbin "on_signal.bin"
on_signal_end:

    .balign 16
blocked:
    .quad 0x800
action:
    .quad 0, 0x10000000, 0, 0
failing_rows:
    .quad 49, nowhere, 0, 0, 0, 0, 0, 1                 // chdir, may fail
    .quad 221, nowhere, arguments, no_variables, 0, 0, 0, 0
good_rows:
    .quad 49, root, 0, 0, 0, 0, 0, 0                    // chdir
    .quad 221, program, arguments, no_variables, 0, 0, 0, 0
arguments:
    .quad program
no_variables:
    .quad 0
answers:
    .skip 88
descriptors:
    .skip 260
nowhere:
    .asciz "/nonexistent"
root:
    .asciz "/"
program:
    .asciz "/bin/true"
    .balign 16
    .skip 256
stack_top:
