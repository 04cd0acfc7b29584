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

// A variable and an array without a length are not imported.
static inline const char *plumb_flint_version(void) { return flint_version; }
static inline const char *plumb_arb_version(void) {
#if __FLINT_RELEASE >= 30000
  return flint_version;
#else
  return arb_version;
#endif
}
