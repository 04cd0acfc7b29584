// What the program calls of OpenBLAS.
#include "late.h"

static struct plumb_late_library openblas = {"libopenblas.so.0", 0};

PLUMB_LATE(openblas, cblas_dgemm)
PLUMB_LATE(openblas, cblas_dgemv)
PLUMB_LATE(openblas, cblas_dsyrk)
PLUMB_LATE(openblas, cblas_dtrmm)
PLUMB_LATE(openblas, cblas_dtrsm)
PLUMB_LATE(openblas, cblas_dtrsv)
PLUMB_LATE(openblas, cblas_sgemm)
PLUMB_LATE(openblas, cblas_sgemv)
PLUMB_LATE(openblas, cblas_strsm)
PLUMB_LATE(openblas, dormtr_)
PLUMB_LATE(openblas, dpotrf_)
PLUMB_LATE(openblas, dsyevd_)
PLUMB_LATE(openblas, dsyevd_2stage_)
PLUMB_LATE(openblas, dsytrd_)
PLUMB_LATE(openblas, openblas_get_config)
PLUMB_LATE(openblas, openblas_get_corename)
PLUMB_LATE(openblas, openblas_set_num_threads)
PLUMB_LATE(openblas, spotrf_)
