#include "late.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

// Finds a function, opening its library first. Two threads that come at once find the same. Called from below.
__attribute__((used)) void *plumb_late_find(struct plumb_late_function *function) {
  struct plumb_late_library *library = function->library;
  void *handle = __atomic_load_n(&library->handle, __ATOMIC_ACQUIRE);
  if (!handle) {
    // For all to see, as a linked library is.
    handle = dlopen(library->name, RTLD_LAZY | RTLD_GLOBAL);
    __atomic_store_n(&library->handle, handle, __ATOMIC_RELEASE);
  }
  void *target = handle ? dlsym(handle, function->name) : NULL;
  if (!target) {
    const char *reason = dlerror();
    fprintf(stderr, "plumb: cannot load %s: %s; install its package\n", library->name, reason ? reason : "unknown");
    _exit(127);
  }
  __atomic_store_n(&function->target, target, __ATOMIC_RELEASE);
  return target;
}

// Keeps what a call may pass arguments in (System V ABI, section 3.2.3: six integers, eight vectors, RAX with how many
// vectors, R10 for a static chain), finds the function that R11 tells of, and goes on to it.
__asm__(".text\n"
        ".hidden plumb_late_find\n"
        ".globl plumb_late_call\n.hidden plumb_late_call\n.type plumb_late_call, @function\n"
        "plumb_late_call:\n"
        "  .cfi_startproc\n"
        "  push %rbp\n"
        "  .cfi_def_cfa_offset 16\n"
        "  .cfi_offset %rbp, -16\n"
        "  mov %rsp, %rbp\n"
        "  .cfi_def_cfa_register %rbp\n"
        "  push %rax\n  push %rdi\n  push %rsi\n  push %rdx\n"
        "  push %rcx\n  push %r8\n  push %r9\n  push %r10\n"
        "  sub $128, %rsp\n"
        "  movups %xmm0, (%rsp)\n  movups %xmm1, 16(%rsp)\n  movups %xmm2, 32(%rsp)\n  movups %xmm3, 48(%rsp)\n"
        "  movups %xmm4, 64(%rsp)\n  movups %xmm5, 80(%rsp)\n  movups %xmm6, 96(%rsp)\n  movups %xmm7, 112(%rsp)\n"
        "  mov %r11, %rdi\n"
        "  call plumb_late_find\n"
        "  mov %rax, %r11\n"
        "  movups (%rsp), %xmm0\n  movups 16(%rsp), %xmm1\n  movups 32(%rsp), %xmm2\n  movups 48(%rsp), %xmm3\n"
        "  movups 64(%rsp), %xmm4\n  movups 80(%rsp), %xmm5\n  movups 96(%rsp), %xmm6\n  movups 112(%rsp), %xmm7\n"
        "  add $128, %rsp\n"
        "  pop %r10\n  pop %r9\n  pop %r8\n  pop %rcx\n"
        "  pop %rdx\n  pop %rsi\n  pop %rdi\n  pop %rax\n"
        "  pop %rbp\n"
        "  .cfi_def_cfa %rsp, 8\n"
        "  jmp *%r11\n"
        "  .cfi_endproc\n"
        ".size plumb_late_call, .-plumb_late_call\n");
