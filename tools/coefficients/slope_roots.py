# SPDX-License-Identifier: Apache-2.0
# The polynomials of math::near_root: where a slope has a zero r, its value near it as (x − r) times a
# polynomial in x − r, by Taylor's expansion. Needs mpmath. Run: python3 tools/coefficients/slope_roots.py
from mpmath import mp, mpf, exp, tanh, log, erf, erfc, sqrt, pi, findroot, taylor

mp.prec = 400


def sigmoid(x):
    return 1 / (1 + exp(-x))


def normal(x):
    return erfc(-x / sqrt(2)) / 2


functions = {
    "silu": (lambda x: x * sigmoid(x), -1.28),
    "gelu": (lambda x: x * normal(x), -0.75),
    "gelu_tanh": (lambda x: x * sigmoid(2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3)), -0.75),
    "mish": (lambda x: x * tanh(log(1 + exp(x))), -1.19),
    "serf": (lambda x: x * erf(log(1 + exp(x))), -1.19),
    "tanh_exp": (lambda x: x * tanh(exp(x)), -1.08),
    "logish": (lambda x: x * log(1 + sigmoid(x)), -1.37),
    "elish": (lambda x: (exp(x) - 1) * sigmoid(x), -0.88),
}

for name, (f, near) in functions.items():
    root = findroot(lambda x: taylor(f, x, 1)[1], mpf(near))
    high = float(root)
    low = float(root - mpf(high))
    c = taylor(f, root, 9)
    slopes = [float((n + 1) * c[n + 1]).hex() for n in range(1, 8)]
    print(name, "root", high.hex(), low.hex())
    print("  highest power first:", ", ".join(reversed(slopes)))
