# long spawn(const struct row *rows, void *stack_top, unsigned long clone_flags, struct status *status)
#
# Creates a child that makes the system calls of a table, one after the other; the last one is execve.
# Returns the child's pid, or a negated errno if there is no child. Uses no stack and no libc in the child.
#
#   struct row    { long number; long args[6]; long may_fail; };                          64 bytes
#   struct status { long error; long row; unsigned long every_signal; unsigned long mask; };
#
# status.every_signal holds all ones; status.mask receives the caller's signal mask for as long as the clone takes.
# A row that fails (and may not) stores its negated errno and its index in the status; the child exits with 127.

    .intel_syntax noprefix
    .text

    push rbx
    push r12
    push r13
    push r14
    mov r12, rdi                # rows
    mov rbx, rsi                # top of the child's stack
    mov r14, rdx                # clone flags
    mov r13, rcx                # status

    mov eax, 14                 # rt_sigprocmask(SIG_SETMASK, &status->every_signal, &status->mask, 8)
    mov edi, 2
    lea rsi, [r13 + 16]
    lea rdx, [r13 + 24]
    mov r10d, 8
    syscall

    mov eax, 56                 # clone(flags, stack_top, NULL, NULL, 0)
    mov rdi, r14
    mov rsi, rbx
    xor edx, edx
    xor r10d, r10d
    xor r8d, r8d
    syscall
    test rax, rax
    jz child
    mov rbx, rax

    mov eax, 14                 # rt_sigprocmask(SIG_SETMASK, &status->mask, NULL, 8)
    mov edi, 2
    lea rsi, [r13 + 24]
    xor edx, edx
    mov r10d, 8
    syscall

    mov rax, rbx
    pop r14
    pop r13
    pop r12
    pop rbx
    ret

child:
    xor ebx, ebx                # index of the row
next:
    mov rax, [r12]
    mov rdi, [r12 + 8]
    mov rsi, [r12 + 16]
    mov rdx, [r12 + 24]
    mov r10, [r12 + 32]
    mov r8, [r12 + 40]
    mov r9, [r12 + 48]
    syscall
    cmp rax, -4095              # -4095 to -1, read without a sign, are the errors
    jb done
    cmp qword ptr [r12 + 56], 0
    je failed
done:
    add r12, 64
    inc rbx
    jmp next
failed:
    mov [r13], rax
    mov [r13 + 8], rbx
    mov eax, 231                # exit_group(127)
    mov edi, 127
    syscall
