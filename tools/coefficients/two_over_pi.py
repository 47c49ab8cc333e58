#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The words of 2/pi in src/math/sine.hpp. Usage: tools/coefficients/two_over_pi.py; needs mpmath."""
import mpmath as mp

WORDS = 20
mp.mp.prec = 64 * WORDS + 128
digits = int(mp.floor(2 / mp.pi * mp.mpf(2) ** (64 * WORDS)))
for i in range(WORDS):
    print("0x%016x," % (digits >> 64 * (WORDS - 1 - i) & 2**64 - 1))
