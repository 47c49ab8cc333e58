// SPDX-License-Identifier: Apache-2.0
#ifdef HILLOCK_MPFR
#include "verify/filter.hpp"

#include <string_view>

#include "hillock/activation.hpp"
#include "simd/scalar.hpp"

namespace hillock::verify {

#if HILLOCK_VECTOR_PATHS && defined(__x86_64__)
extern const filter filter_avx512, filter_avx2;
#elif HILLOCK_VECTOR_PATHS && defined(__aarch64__)
extern const filter filter_neon;
#endif

namespace {

const filter filter_portable{"portable", filter_entries<simd::scalar_lanes::f64>.data()};

const filter* const filters[] = {
#if HILLOCK_VECTOR_PATHS && defined(__x86_64__)
    &filter_avx512, &filter_avx2,
#elif HILLOCK_VECTOR_PATHS && defined(__aarch64__)
    &filter_neon,
#endif
    &filter_portable};

}  // namespace

const filter& filter_named(const char* isa) {
  for (const filter* f : filters) {
    if (std::string_view(f->isa) == isa) return *f;
  }
  return filter_portable;
}

const filter& best_filter() { return filter_named(isas().front().data()); }

}  // namespace hillock::verify
#endif
