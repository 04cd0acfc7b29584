// Functions of libraries that are looked up at their first call. Linked, OpenBLAS, FLINT and Cairo with all that they need
// made a start of the program take 18 ms instead of 9, also where no stage runs. This module defines each function that the program
// calls as a jump to wherever a variable points: first to what finds the function in its library, then to the function.
#ifndef PLUMB_LATE_LIBRARIES
#define PLUMB_LATE_LIBRARIES

// A library by the name that the loader knows it by, and where it is once it is open.
struct plumb_late_library {
  const char *name;
  void *handle;
};

// A function: where its next call goes, what it is called, and the library that it or one of those that it needs contains.
struct plumb_late_function {
  void *target;
  const char *name;
  struct plumb_late_library *library;
};

// Defines `name` as a function of `source`, a `struct plumb_late_library` of this file. R11 is the one register that a call
// neither passes anything in nor keeps.
#define PLUMB_LATE(source, name)                                                                                       \
  extern const char plumb_first_##name[];                                                                              \
  __attribute__((used)) struct plumb_late_function plumb_late_##name = {                                               \
      (void *)plumb_first_##name, #name, &source};                                                                     \
  __asm__(".text\n"                                                                                                    \
          ".hidden plumb_late_" #name "\n"                                                                             \
          ".globl " #name "\n.hidden " #name "\n.type " #name ", @function\n"                                          \
          #name ":\n"                                                                                                  \
          "  endbr64\n"                                                                                                \
          "  jmp *plumb_late_" #name "(%rip)\n"                                                                        \
          ".size " #name ", .-" #name "\n"                                                                             \
          ".hidden plumb_first_" #name "\n.globl plumb_first_" #name "\n"                                              \
          "plumb_first_" #name ":\n"                                                                                   \
          "  endbr64\n"                                                                                                \
          "  lea plumb_late_" #name "(%rip), %r11\n"                                                                   \
          "  jmp plumb_late_call\n");

#endif
