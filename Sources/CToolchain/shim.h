// The compiler that this program is built with: Swift brings a Clang of its own, whose version names the exact sources.
static inline const char *_Nonnull plumb_compiler(void) { return __clang_version__; }
