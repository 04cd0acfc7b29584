// MPFR first: FLINT declares what speaks to it only then. FLINT 3 has Arb's headers in its own folder; FLINT 2 comes with
// Arb as a library of its own (Package.swift links it).
#include <mpfr.h>
#if __has_include(<flint/arb.h>)
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <flint/arb.h>
#include <flint/acb.h>
#include <flint/arb_hypgeom.h>
#else
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <arb.h>
#include <acb.h>
#include <arb_hypgeom.h>
#endif

#include <dlfcn.h>

// A variable of the library, found by name: one that is linked would need the library at the program's start
// (Sources/CLateLibraries). The call sees to it that the library is there.
static inline const void *_Nullable plumb_flint_variable(const char *_Nonnull name) {
  flint_free(NULL);
  return dlsym(RTLD_DEFAULT, name);
}
static inline const char *_Nullable plumb_flint_version(void) {
  return (const char *)plumb_flint_variable("flint_version");
}
static inline const char *_Nullable plumb_arb_version(void) {
#if __FLINT_RELEASE >= 30000
  return plumb_flint_version();
#else
  // An array there, a pointer here.
  const char *const *found = (const char *const *)plumb_flint_variable("arb_version");
  return found ? *found : NULL;
#endif
}
