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

// The library's word for its version, which is a variable, and not imported as one without a length. It is found by name: a
// variable that is linked would need the library at the program's start (Sources/CLateLibraries).
static inline const char *_Nullable plumb_flint_text(const char *_Nonnull name) {
  flint_free(NULL);
  return (const char *)dlsym(RTLD_DEFAULT, name);
}
static inline const char *_Nullable plumb_flint_version(void) { return plumb_flint_text("flint_version"); }
static inline const char *_Nullable plumb_arb_version(void) {
#if __FLINT_RELEASE >= 30000
  return plumb_flint_text("flint_version");
#else
  return plumb_flint_text("arb_version");
#endif
}
