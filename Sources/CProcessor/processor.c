// Every other module is built for processors with AVX2 and FMA (Package.swift), and would end on an older one by a signal.
// This one is built for any, and looks before the first instruction of theirs.
#if defined(__x86_64__)
#include <unistd.h>

__attribute__((constructor(101))) static void plumb_require_processor(void) {
  static const char sentence[] =
      "plumb: this processor lacks AVX2 or FMA, which Plumb is built for; use one of 2015 or later\n";
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return;
  if (write(STDERR_FILENO, sentence, sizeof sentence - 1) < 0) _exit(3);
  _exit(2);
}
#endif
