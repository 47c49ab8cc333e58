#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Taylor coefficients of slopes about the inputs where they are 0, for src/math/near_root.hpp.
Usage: tools/coefficients/roots.py NAME; needs mpmath."""
import sys
import mpmath as mp

mp.mp.prec = 600
sigmoid = lambda x: 1 / (1 + mp.exp(-x))
functions = {  # value, and a place near the root of its slope
    "silu": (lambda x: x * sigmoid(x), -1.2784645427610738),
    "mish": (lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), -1.192431214515495),
    "elish": (lambda x: mp.expm1(x) * sigmoid(x), -0.8813735870195430),
    "gelu": (lambda x: x / 2 * mp.erfc(-x / mp.sqrt(2)), -0.7517915246935645),
    "tanh_exp": (lambda x: x * mp.tanh(mp.exp(x)), -1.0788600584646241),
    "serf": (lambda x: x * mp.erf(mp.log1p(mp.exp(x))), -1.1930599689281872),
    "gelu_tanh": (
        lambda x: x * sigmoid(2 * mp.sqrt(2 / mp.pi) * (x + mp.mpf(44715) / 10**6 * x**3)),
        -0.7524614220710163,
    ),
}


def parts(v, n):
    result = []
    for _ in range(n):
        result.append(float(v))
        v -= result[-1]
    return ", ".join(p.hex() for p in result)


value, place = functions[sys.argv[1]]
slope = lambda x: mp.diff(value, x)
root = mp.findroot(slope, mp.mpf(place), tol=mp.mpf(2) ** -380)
series = mp.taylor(value, root, 15)
print("    {" + parts(root, 3) + "},")
print("    {" + ",\n     ".join("{" + parts((n + 1) * series[n + 1], 2) + "}" for n in range(1, 15)) + "}")
