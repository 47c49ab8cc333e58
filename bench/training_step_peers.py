# SPDX-License-Identifier: Apache-2.0
"""One training step in PyTorch and JAX, µs, on one core: the peers of bench/training_step.cpp. One that is not installed is left out."""
import os
import statistics
import time

# One core for both. No setting of JAX's keeps its threads from taking more, but they inherit this, and so must come after it.
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["OMP_NUM_THREADS"] = "1"

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    jax = None
try:
    import torch
except ImportError:
    torch = None


def median_us(make_step, repeat, inner, per_call=1):
    """Every timing starts from fresh weights, as in bench/training_step.cpp."""
    times = []
    for _ in range(repeat):
        step = make_step()
        for _ in range(3):
            step()
        begin = time.perf_counter()
        for _ in range(inner):
            step()
        times.append((time.perf_counter() - begin) / inner / per_call * 1e6)
    return f"{statistics.median(times):.1f} median, {min(times):.1f} least"


def torch_step(sizes, batch):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers += [torch.nn.Linear(a, b)] + ([torch.nn.ReLU()] if i < len(sizes) - 2 else [])
    net, loss = torch.nn.Sequential(*layers), torch.nn.CrossEntropyLoss()
    rule = torch.optim.Adam(net.parameters(), fused=True)
    x, y = torch.randn(batch, sizes[0]), torch.randint(0, sizes[-1], (batch,))

    def step():
        rule.zero_grad(set_to_none=False)
        loss(net(x), y).backward()
        rule.step()

    return step


def jax_scan(sizes, batch, steps):
    key = jax.random.PRNGKey(0)
    params = [(jax.random.normal(key, (a, b)) * (2 / a) ** 0.5, jnp.zeros(b)) for a, b in zip(sizes, sizes[1:])]
    x = jax.random.normal(key, (batch, sizes[0]))
    y = jax.random.randint(key, (batch,), 0, sizes[-1])

    def loss(p):
        h = x
        for w, b in p[:-1]:
            h = jax.nn.relu(h @ w + b)
        z = h @ p[-1][0] + p[-1][1]
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], 1))

    def update(state, _):
        p, m, v, t = state
        g, t = jax.grad(loss)(p), t + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        a, b = 1e-3 / (1 - 0.9**t), 1 / jnp.sqrt(1 - 0.999**t)
        p = jax.tree.map(lambda p, m, v: p - a * m / (jnp.sqrt(v) * b + 1e-8), p, m, v)
        return (p, m, v, t), None

    zeros = jax.tree.map(jnp.zeros_like, params)
    run = jax.jit(lambda s: jax.lax.scan(update, s, None, length=steps)[0])
    return lambda: jax.block_until_ready(run((params, zeros, zeros, 0.0)))


if __name__ == "__main__":
    if torch:
        torch.set_num_threads(1)
    for sizes, batch, inner, steps in (([2, 64, 64, 64, 2], 64, 100, 200), ([784, 512, 256, 10], 128, 10, 50)):
        name = "-".join(map(str, sizes))
        if torch:
            print(name, "PyTorch, fused Adam:", median_us(lambda: torch_step(sizes, batch), 21, inner))
        if jax:
            scan = jax_scan(sizes, batch, steps)
            print(name, f"JAX, {steps} steps in one scan:", median_us(lambda: scan, 11, 1, steps))
