// SPDX-License-Identifier: Apache-2.0
// Packs of lanes over Google Highway's vectors: operators and the closed vocabulary whose results IEEE 754
// fixes. Included only by src/isa/*.hpp and src/verify/filter_*.cpp, each compiled with its own flags.
// Everything is a template on Highway's tag type, whose name contains the target (hwy::N_AVX3::Simd<…>), so
// two compilations never collide at link time.
#pragma once
#ifndef HWY_COMPILE_ONLY_STATIC
#error "define HWY_COMPILE_ONLY_STATIC before including this header: one target per file"
#endif
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstdint>

#include "hillock/types.hpp"
#include "simd/twin.hpp"

// 16 lets a machine without AVX-512 prove the arithmetic of that path: HACKING.md.
#ifndef HILLOCK_AVX2_TABLE_ENTRIES
#define HILLOCK_AVX2_TABLE_ENTRIES 8
#endif

namespace hillock::simd {

namespace hn = hwy::HWY_NAMESPACE;

/// A condition per lane.
template <class D>
struct mask {
  hn::Mask<D> m;
};

/// One vector of lanes of type float or double. Arithmetic reads like the formula: `x * x + 1`. `spare` says
/// that the last bits do not matter because results will be rounded to a narrower type: widened lanes have
/// such bits.
template <class D, bool spare = false>
struct pack {
  using tag = D;
  static constexpr bool spare_bits = spare;
  using lane = hn::TFromD<D>;
  using unsigned_tag = hn::RebindToUnsigned<D>;
  static constexpr std::size_t size() { return hn::MaxLanes(D()); }

  hn::Vec<D> v;

  HWY_INLINE pack() = default;
  HWY_INLINE pack(hn::Vec<D> raw) : v(raw) {}
  HWY_INLINE pack(double c) : v(hn::Set(D(), static_cast<lane>(c))) {}
  HWY_INLINE pack<D, true> with_spare_bits() const { return {v}; }
  HWY_INLINE pack<D> without_spare_bits() const { return {v}; }

  static HWY_INLINE pack load(const lane* p) { return hn::LoadU(D(), p); }
  HWY_INLINE void store(lane* p) const { hn::StoreU(v, D(), p); }
  /// Past the caches; p is aligned to the pack's size.
  HWY_INLINE void stream(lane* p) const { hn::Stream(v, D(), p); }

  friend HWY_INLINE pack operator+(pack a, pack b) { return hn::Add(a.v, b.v); }
  friend HWY_INLINE pack operator-(pack a, pack b) { return hn::Sub(a.v, b.v); }
  friend HWY_INLINE pack operator*(pack a, pack b) { return hn::Mul(a.v, b.v); }
  friend HWY_INLINE pack operator/(pack a, pack b) { return hn::Div(a.v, b.v); }
  friend HWY_INLINE pack operator-(pack a) { return hn::Neg(a.v); }
  friend HWY_INLINE mask<D> operator<(pack a, pack b) { return {hn::Lt(a.v, b.v)}; }
  friend HWY_INLINE mask<D> operator<=(pack a, pack b) { return {hn::Le(a.v, b.v)}; }
  friend HWY_INLINE mask<D> operator>(pack a, pack b) { return {hn::Gt(a.v, b.v)}; }
  friend HWY_INLINE mask<D> operator>=(pack a, pack b) { return {hn::Ge(a.v, b.v)}; }
  friend HWY_INLINE mask<D> operator==(pack a, pack b) { return {hn::Eq(a.v, b.v)}; }

  /// Conditions joined per lane.
  static HWY_INLINE mask<D> both(mask<D> a, mask<D> b) { return {hn::And(a.m, b.m)}; }
  static HWY_INLINE mask<D> either(mask<D> a, mask<D> b) { return {hn::Or(a.m, b.m)}; }
  /// Whether a condition holds in at least one lane, in every lane, and in how many.
  static HWY_INLINE bool any(mask<D> a) { return !hn::AllFalse(D(), a.m); }
  static HWY_INLINE bool all(mask<D> a) { return hn::AllTrue(D(), a.m); }
  static HWY_INLINE std::size_t count(mask<D> a) { return hn::CountTrue(D(), a.m); }

  friend HWY_INLINE mask<D> is_nan(pack a) { return {hn::IsNaN(a.v)}; }
  friend HWY_INLINE pack abs(pack a) { return hn::Abs(a.v); }
  friend HWY_INLINE pack sqrt(pack a) { return hn::Sqrt(a.v); }
  /// a·b + c with one rounding.
  friend HWY_INLINE pack fma(pack a, pack b, pack c) { return hn::MulAdd(a.v, b.v, c.v); }
  /// c − a·b with one rounding.
  friend HWY_INLINE pack fnma(pack a, pack b, pack c) { return hn::NegMulAdd(a.v, b.v, c.v); }
  friend HWY_INLINE pack select(mask<D> m, pack yes, pack no) { return hn::IfThenElse(m.m, yes.v, no.v); }
  /// Magnitude of a, sign of b.
  friend HWY_INLINE pack copysign(pack a, pack b) { return hn::CopySign(a.v, b.v); }
  /// The smaller (larger) of two numbers. Neither may be NaN and zeros must not differ in sign: there the
  /// machines differ.
  friend HWY_INLINE pack min(pack a, pack b) { return hn::Min(a.v, b.v); }
  friend HWY_INLINE pack max(pack a, pack b) { return hn::Max(a.v, b.v); }
  /// x, but `high` above it (`low` below it). NaN stays: x86's minimum and maximum give their second operand
  /// where one is NaN.
  friend HWY_INLINE pack at_most(pack x, pack high) {
#if HWY_ARCH_X86
    return hn::Min(high.v, x.v);
#else
    return hn::IfThenElse(hn::Lt(high.v, x.v), high.v, x.v);
#endif
  }
  friend HWY_INLINE pack at_least(pack x, pack low) {
#if HWY_ARCH_X86
    return hn::Max(low.v, x.v);
#else
    return hn::IfThenElse(hn::Lt(x.v, low.v), low.v, x.v);
#endif
  }
  /// x for x > 0, else +0; NaN stays, quieted by the addition. Of x86's maximum of 0 and x it is known that
  /// it is x where x is NaN or a zero; Arm's drops NaN.
  friend HWY_INLINE pack positive_part(pack x) {
    const auto zero = hn::Zero(D());
#if HWY_ARCH_X86
    return hn::Add(hn::Max(zero, x.v), zero);
#else
    return hn::Add(hn::IfThenElse(hn::Le(x.v, zero), zero, x.v), zero);
#endif
  }
  /// 1 / a by a division in float, which costs a third of one in double: the difference to 1 / a is below
  /// 2^-23 of it. 2^-126 ≤ |a| ≤ 2^126. Lanes of double only.
  friend HWY_INLINE pack reciprocal_in_float(pack a) {
    const hn::Rebind<float, D> narrow;
    return hn::PromoteTo(D(), hn::Div(hn::Set(narrow, 1.0F), hn::DemoteTo(narrow, a.v)));
  }
  /// The bits of a's exponent as a number: 1023 where 1 ≤ a < 2. a is not negative. Lanes of double only.
  friend HWY_INLINE pack exponent_bits(pack a) {
    const unsigned_tag u;
    const auto magic = hn::Set(D(), 0x1p52);  // whose last bit is worth 1
    const auto bits = hn::ShiftRight<52>(hn::BitCast(u, a.v));
    return hn::Sub(hn::BitCast(D(), hn::Or(bits, hn::BitCast(u, magic))), magic);
  }
  /// a with the bits of b, shifted left by n, added to its own bits: multiplies by a power of two when n is
  /// the width of the mantissa.
  template <int n>
  friend HWY_INLINE pack add_bits_shifted(pack a, pack b) {
    const unsigned_tag u;
    return hn::BitCast(D(), hn::Add(hn::BitCast(u, a.v), hn::ShiftLeft<n>(hn::BitCast(u, b.v))));
  }
  /// Whether the last n bits are those of `low`.
  template <int n>
  friend HWY_INLINE mask<D> low_bits_are(pack a, hn::TFromD<unsigned_tag> low) {
    const unsigned_tag u;
    const auto others_away = hn::ShiftLeft<8 * sizeof(lane) - n>(hn::BitCast(u, a.v));
    return {hn::RebindMask(D(), hn::Eq(others_away, hn::Set(u, low << (8 * sizeof(lane) - n))))};
  }

  /// `entries` floats in registers: as many as a pack has lanes, or twice as many. Lanes of float only.
  template <std::size_t entries>
  struct table {
    static_assert(entries == size() || entries == 2 * size());
    hn::Vec<D> low, high;  // high is not used where one register holds all
    explicit HWY_INLINE table(const lane* p)
        : low(hn::LoadU(D(), p)), high(hn::LoadU(D(), p + entries - size())) {}
  };
  /// The table's entry whose number is the low bits of `index`.
  template <std::size_t entries>
  static HWY_INLINE pack look_up(const table<entries>& t, pack index) {
    const hn::RebindToSigned<D> i;
    auto bits = hn::BitCast(i, index.v);
    // The instruction does that by itself; Highway's debug builds insist.
    if constexpr (HWY_IS_DEBUG_BUILD || !HWY_ARCH_X86) bits = hn::And(bits, hn::Set(i, size() - 1));
    const auto at = hn::IndicesFromVec(D(), bits);
    if constexpr (entries == size()) {
      return hn::TableLookupLanes(t.low, at);
    } else {
      const auto upper = hn::TestBit(hn::BitCast(i, index.v), hn::Set(i, size()));
      return hn::IfThenElse(hn::RebindMask(D(), upper), hn::TableLookupLanes(t.high, at),
                            hn::TableLookupLanes(t.low, at));
    }
  }
  /// One bit per lane, the first lane's the lowest. p has room for eight bytes.
  static HWY_INLINE void store_bits(mask<D> m, std::uint8_t* p) { hn::StoreMaskBits(D(), m.m, p); }

  /// To 13 significant bits, to odd: truncated, with the last bit set if anything was lost. Rounding that to
  /// f16 or bf16, by way of float or not, gives what rounding x would have. Lanes of double only.
  friend HWY_INLINE pack to_odd_13_bits(pack a) {
    const unsigned_tag u;
    const auto bits = hn::BitCast(u, a.v), lost = hn::Set(u, (std::uint64_t{1} << 40) - 1);
    const auto sticky =
        hn::Or(bits, hn::Add(hn::And(bits, lost), lost));  // carries into bit 40 if any is set
    return hn::BitCast(D(), hn::AndNot(lost, sticky));
  }
};

/// The packs of one instruction set: f32 lanes at full width, and the conversions between the widths.
template <class D>  // D: Highway's tag for float at full width
struct highway_lanes {
  using f32 = pack<D>;
  using f64 = pack<hn::Repartition<double, D>>;
  using wide = twin<pack<typename f64::tag, true>>;  ///< one f32 pack
  static constexpr bool can_stream = true;
  static constexpr std::size_t side_by_side =
      HWY_TARGET == HWY_AVX2 ? 4 : 8;  ///< packs that keep the machine busy and fit its registers
  /// How large the tables of math/float_pairs.hpp are: what one permutation chooses from. 0: no such kernels.
  static constexpr std::size_t table_entries = HWY_TARGET == HWY_AVX3   ? 16
                                               : HWY_TARGET == HWY_AVX2 ? HILLOCK_AVX2_TABLE_ENTRIES
                                                                        : 0;
  /// Makes streamed stores visible to other threads before anything stored later.
  static HWY_INLINE void end_of_stream() { hwy::FlushStream(); }
  using half = hn::Half<D>;
  using half_u16 = hn::Rebind<std::uint16_t, D>;
  using half_f16 = hn::Rebind<hwy::float16_t, D>;

  static HWY_INLINE wide widen(f32 x) {
    const typename f64::tag d;
    const half h;
    return {hn::PromoteTo(d, hn::LowerHalf(h, x.v)), hn::PromoteTo(d, hn::UpperHalf(h, x.v))};
  }
  /// One rounding to nearest, ties to even.
  static HWY_INLINE f32 narrow(wide x) {
    const half h;
    return hn::Combine(D(), hn::DemoteTo(h, x.high.v), hn::DemoteTo(h, x.low.v));
  }

  /// Where a number lies within `slack` units in its last place, a power of two, of one whose last n bits are
  /// zeros, n ≤ 32; infinities and NaN that come from floats do too. In whatever order: for `any`.
  template <int n>
  static HWY_INLINE mask<D> near_short(wide x, unsigned slack) {
    const hn::Repartition<std::uint32_t, D> u;
    const typename f64::unsigned_tag w;
    const auto last =
        hn::OddEven(hn::BitCast(u, hn::ShiftLeft<32>(hn::BitCast(w, x.high.v))), hn::BitCast(u, x.low.v));
    const auto others = static_cast<std::uint32_t>((std::uint64_t{1} << n) - 2 * std::uint64_t{slack});
    const auto left = hn::And(hn::Add(last, hn::Set(u, slack)), hn::Set(u, others));
    return {hn::RebindMask(D(), hn::Eq(left, hn::Zero(u)))};
  }

  static HWY_INLINE f32 load(const f16* p) {
    const half_u16 u;
    const auto raw = hn::LoadU(u, reinterpret_cast<const std::uint16_t*>(p));
    const auto value = hn::PromoteTo(D(), hn::BitCast(half_f16(), raw));
#if HWY_TARGET == HWY_NEON  // its NaN differs: sign and payload kept, made quiet, as everywhere else
    const hn::RebindToUnsigned<D> w;
    const auto bits = hn::PromoteTo(w, raw);
    const auto sign = hn::ShiftLeft<16>(hn::And(bits, hn::Set(w, 0x8000)));
    const auto payload = hn::ShiftLeft<13>(hn::And(bits, hn::Set(w, 0x3ff)));
    const auto quiet = hn::Or(hn::Or(sign, payload), hn::Set(w, 0x7fc00000));
    const auto is_nan = hn::Gt(hn::And(bits, hn::Set(w, 0x7fff)), hn::Set(w, 0x7c00));
    return hn::BitCast(D(), hn::IfThenElse(is_nan, quiet, hn::BitCast(w, value)));
#else
    return value;
#endif
  }
  static HWY_INLINE void store(f32 x, f16* p) {
    const half_u16 u;
    auto result = hn::BitCast(u, hn::DemoteTo(half_f16(), x.v));
#if HWY_TARGET == HWY_NEON
    const hn::RebindToUnsigned<D> w;
    const auto bits = hn::BitCast(w, x.v);
    const auto sign = hn::And(hn::ShiftRight<16>(bits), hn::Set(w, 0x8000));
    const auto payload = hn::And(hn::ShiftRight<13>(bits), hn::Set(w, 0x3ff));
    const auto quiet = hn::TruncateTo(u, hn::Or(hn::Or(sign, payload), hn::Set(w, 0x7e00)));
    const auto nan =
        hn::TruncateTo(u, hn::ShiftRight<16>(hn::BitCast(w, hn::VecFromMask(D(), hn::IsNaN(x.v)))));
    result = hn::IfThenElse(hn::MaskFromVec(nan), quiet, result);
#endif
    hn::StoreU(result, u, reinterpret_cast<std::uint16_t*>(p));
  }
  static HWY_INLINE f32 load(const bf16* p) {
    const half_u16 u;
    const hn::RebindToUnsigned<D> w;
    return hn::BitCast(
        D(), hn::ShiftLeft<16>(hn::PromoteTo(w, hn::LoadU(u, reinterpret_cast<const std::uint16_t*>(p)))));
  }
  /// To nearest, ties to even, in integers (Highway 1.0.3 truncates); a NaN keeps its upper bits and stays
  /// quiet.
  static HWY_INLINE void store(f32 x, bf16* p) {
    const hn::RebindToUnsigned<D> w;
    const half_u16 u;
    const auto bits = hn::BitCast(w, x.v);
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(w, 1));
    const auto rounded = hn::Add(hn::Add(bits, hn::Set(w, 0x7fff)), odd);
    const auto quiet = hn::Or(bits, hn::Set(w, 0x00400000));
    const auto result = hn::IfThenElse(hn::RebindMask(w, hn::IsNaN(x.v)), quiet, rounded);
    hn::StoreU(hn::TruncateTo(u, hn::ShiftRight<16>(result)), u, reinterpret_cast<std::uint16_t*>(p));
  }
  static HWY_INLINE f32 load(const float* p) { return f32::load(p); }
  static HWY_INLINE void store(f32 x, float* p) { x.store(p); }
  static HWY_INLINE f64 load(const double* p) { return f64::load(p); }
  static HWY_INLINE void store(f64 x, double* p) { x.store(p); }
};

}  // namespace hillock::simd
