#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Coefficients of src/math/normal.hpp: (t + 1) times Mills' ratio as a polynomial in u = (t - 5)/(t + 5), 0 <= t <= 60,
from its Chebyshev series. Usage: tools/coefficients/mills.py; needs mpmath."""
import mpmath as mp

mp.mp.prec = 300
SHIFT, END, NODES = 5, 60, 96


def mills(t):
    if t < 30:
        return mp.sqrt(mp.pi / 2) * mp.exp(t * t / 2) * mp.erfc(t / mp.sqrt(2))
    r = t
    for n in range(200, 0, -1):  # Laplace's continued fraction
        r = t + n / r
    return 1 / r


def scaled(u):
    t = SHIFT * (1 + u) / (1 - u)
    return mills(t) * (t + 1)


end = mp.mpf(END - SHIFT) / (END + SHIFT)
nodes = [mp.cos(mp.pi * (j + mp.mpf(1) / 2) / NODES) for j in range(NODES)]
values = [scaled(-1 + (v + 1) / 2 * (end + 1)) for v in nodes]
series = [2 / mp.mpf(NODES) * sum(values[j] * mp.cos(mp.pi * n * (j + mp.mpf(1) / 2) / NODES) for j in range(NODES)) for n in range(NODES)]


def powers_of_u(degree):
    """The Chebyshev series cut after `degree`, in powers of u, lowest first."""
    a, b = 2 / (end + 1), 2 / (end + 1) - 1  # v = a u + b
    low, high, total = [mp.mpf(1)], [b, a], [series[0] / 2 + series[1] * b, series[1] * a]
    for n in range(2, degree + 1):
        following = [mp.mpf(0)] * (n + 1)
        for i, c in enumerate(high):
            following[i] += 2 * b * c
            following[i + 1] += 2 * a * c
        for i, c in enumerate(low):
            following[i] -= c
        total = total + [mp.mpf(0)] * (n + 1 - len(total))
        for i, c in enumerate(following):
            total[i] += series[n] * c
        low, high = high, following
    return total


def worst(coefficients):
    off = 0
    for i in range(2000):
        u = -1 + mp.mpf(i) / 1999 * (end + 1)
        p = mp.polyval(coefficients[::-1], u)
        off = max(off, abs(p / scaled(u) - 1))
    return mp.nstr(mp.log(off, 2), 5)


for degree, parts in ((23, 1), (47, 2)):
    rows, rounded = [], []
    for c in powers_of_u(degree):
        high = float(c)
        low = float(c - high)
        rows.append(f"{{{high.hex()}, {low.hex()}}}" if parts == 2 else high.hex())
        rounded.append(mp.mpf(high) + (mp.mpf(low) if parts == 2 else 0))
    print(f"// degree {degree}: off by 2^{worst(rounded)} of it, largest coefficient {max(abs(float(c)) for c in rounded)}")
    print(",\n".join(rows[::-1]))
