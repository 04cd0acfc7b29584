#include <curl/curl.h>
#include <dlfcn.h>
#include <stdbool.h>

// The functions of libcurl that are used. They are looked up when the first file is fetched: linked, the library and the two
// dozen that it needs would make every start of the program longer, and no other command opens a connection.
#define PLUMB_CURL_FUNCTIONS(use)                                                                                      \
  use(global_init) use(easy_init) use(easy_setopt) use(easy_perform) use(easy_getinfo) use(easy_strerror)              \
  use(easy_cleanup) use(slist_append) use(slist_free_all)

struct CurlFunctions {
#define PLUMB_FIELD(name) __typeof__((curl_##name)) *_Nonnull name;
  PLUMB_CURL_FUNCTIONS(PLUMB_FIELD)
#undef PLUMB_FIELD
};

// Fills `functions` from the library opened by dlopen as `library`; false when one of them is not there.
static inline bool plumb_find_curl_functions(void *_Nonnull library, struct CurlFunctions *_Nonnull functions) {
  void *found;
#define PLUMB_FIND(name)                                                                                               \
  if (!(found = dlsym(library, "curl_" #name))) return false;                                                          \
  functions->name = (__typeof__((curl_##name)) *)found;
  PLUMB_CURL_FUNCTIONS(PLUMB_FIND)
#undef PLUMB_FIND
  return true;
}

// What the library prepares when it is loaded.
static const long plumb_curl_everything = CURL_GLOBAL_DEFAULT;

// Swift calls no function with variable arguments: one call for each type of them.

static inline CURLcode plumb_curl_set_number(
    const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle, CURLoption option, long value) {
  return (curl->easy_setopt)(handle, option, value);
}

static inline CURLcode plumb_curl_set_text(
    const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle, CURLoption option, const char *_Nullable value) {
  return (curl->easy_setopt)(handle, option, value);
}

static inline CURLcode plumb_curl_set_pointer(
    const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle, CURLoption option, void *_Nullable value) {
  return (curl->easy_setopt)(handle, option, value);
}

typedef size_t (*plumb_curl_receiver)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

static inline CURLcode plumb_curl_set_receiver(
    const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle, CURLoption option,
    plumb_curl_receiver _Nonnull value) {
  return (curl->easy_setopt)(handle, option, value);
}

// The protocols of an address and of those that it redirects to, as CURLPROTO_ bits. These options are as old as the library;
// the ones that take names instead came with 7.85.
static inline CURLcode plumb_curl_set_protocols(
    const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle, long first, long redirected) {
  CURLcode code = (curl->easy_setopt)(handle, (CURLoption)(CURLOPTTYPE_LONG + 181), first);
  return code ? code : (curl->easy_setopt)(handle, (CURLoption)(CURLOPTTYPE_LONG + 182), redirected);
}

// The status of the last answer; 0 where there was none.
static inline long plumb_curl_status(const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle) {
  long status = 0;
  (curl->easy_getinfo)(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

// How many bytes the answer announces; -1 where it does not.
static inline long long plumb_curl_announced(const struct CurlFunctions *_Nonnull curl, CURL *_Nonnull handle) {
  curl_off_t length = -1;
  (curl->easy_getinfo)(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length;
}
