#include <dlfcn.h>
#include <qpdf/qpdf-c.h>
#include <qpdf/qpdfjob-c.h>
#include <qpdf/qpdflogger-c.h>
#include <stdbool.h>

// The functions of qpdf that are used. They are looked up when the first PDF is opened: linked, the library and those that
// it needs in turn would make every start of the program some milliseconds longer.
#define PLUMB_QPDF_FUNCTIONS(use)                                                                                      \
  use(init) use(cleanup) use(get_qpdf_version)                                                                         \
  use(silence_errors) use(set_suppress_warnings) use(set_attempt_recovery)                                             \
  use(has_error) use(get_error) use(get_error_code) use(get_error_message_detail)                                      \
  use(read) use(check_pdf) use(is_encrypted) use(get_num_pages) use(get_root)                                          \
  use(init_write) use(set_deterministic_ID) use(write)                                                                 \
  use(oh_is_array) use(oh_is_integer) use(oh_get_int_value) use(oh_is_dictionary) use(oh_is_string) use(oh_get_object_id) use(oh_get_utf8_value)                \
  use(oh_get_key) use(oh_get_key_if_dict) use(oh_replace_key) use(oh_new_name)                                         \
  use(oh_new_array) use(oh_append_item) use(oh_get_array_n_items) use(oh_get_array_item)

#define PLUMB_QPDF_JOB_FUNCTIONS(use)                                                                                  \
  use(job_init) use(job_cleanup) use(job_set_logger) use(job_initialize_from_json) use(job_run)                        \
  use(logger_create) use(logger_cleanup) use(logger_set_info) use(logger_set_warn) use(logger_set_error)

struct QPDFFunctions {
#define PLUMB_FIELD(name) __typeof__(qpdf_##name) *_Nonnull name;
  PLUMB_QPDF_FUNCTIONS(PLUMB_FIELD)
#undef PLUMB_FIELD
#define PLUMB_FIELD(name) __typeof__(qpdf##name) *_Nonnull name;
  PLUMB_QPDF_JOB_FUNCTIONS(PLUMB_FIELD)
#undef PLUMB_FIELD
};

// Fills `functions` from the library opened by dlopen as `library`; false when one of them is not there.
static inline bool plumb_find_qpdf_functions(void *_Nonnull library, struct QPDFFunctions *_Nonnull functions) {
  void *found;
#define PLUMB_FIND(name)                                                                                               \
  if (!(found = dlsym(library, "qpdf_" #name))) return false;                                                          \
  functions->name = (__typeof__(qpdf_##name) *)found;
  PLUMB_QPDF_FUNCTIONS(PLUMB_FIND)
#undef PLUMB_FIND
#define PLUMB_FIND(name)                                                                                               \
  if (!(found = dlsym(library, "qpdf" #name))) return false;                                                           \
  functions->name = (__typeof__(qpdf##name) *)found;
  PLUMB_QPDF_JOB_FUNCTIONS(PLUMB_FIND)
#undef PLUMB_FIND
  return true;
}
