"""Writes elementary.json: arguments and exact values (rounded to double and, for errors below an ulp, a second double).

    python3 test/values/reference/elementary.py     (mpmath 1.3.0)
"""
import json
import os
import random

from mpmath import mp, mpf
import mpmath as m

mp.dps = 50
random.seed(20231120)

uniform = random.uniform
tiny = [0.0, 1e-300, 1e-20, 1e-10, 3e-9, 1e-8]


def spread(low, high):
    return lambda: random.choice([-1, 1]) * 2 ** uniform(low, high)


def between(low, high):
    return lambda: uniform(low, high)


UNARY = {
    "exp": (m.exp, [between(-745, 709.5), between(-1, 1), spread(-30, 3)]),
    "exp2": (lambda x: mpf(2) ** x, [between(-1074, 1023.9), between(-1, 1)]),
    "expm1": (m.expm1, [between(-40, 709), between(-1.5, 1.5), spread(-40, 2)]),
    "log": (m.log, [lambda: abs(spread(-1000, 1000)()), between(0.5, 2), lambda: 1 + spread(-50, -3)()]),
    "log2": (lambda x: m.log(x, 2), [lambda: abs(spread(-1000, 1000)()), between(0.5, 2), lambda: 1 + spread(-50, -3)()]),
    "log10": (m.log10, [lambda: abs(spread(-1000, 1000)()), between(0.5, 2), lambda: 1 + spread(-50, -3)()]),
    "log1p": (m.log1p, [between(-0.999, 3), spread(-60, -1), lambda: abs(spread(0, 200)())]),
    "sin": (m.sin, [between(-8, 8), spread(-20, 20), spread(20, 1000)]),
    "cos": (m.cos, [between(-8, 8), spread(-20, 20), spread(20, 1000)]),
    "tan": (m.tan, [between(-8, 8), spread(-20, 20), spread(20, 1000)]),
    "asin": (m.asin, [between(-1, 1), spread(-20, 0), lambda: 1 - abs(spread(-40, -2)())]),
    "acos": (m.acos, [between(-1, 1), spread(-20, 0), lambda: 1 - abs(spread(-40, -2)())]),
    "atan": (m.atan, [between(-4, 4), spread(-30, 60)]),
    "sinh": (m.sinh, [between(-710, 710), between(-2, 2), spread(-30, 1)]),
    "cosh": (m.cosh, [between(-710, 710), between(-2, 2)]),
    "tanh": (m.tanh, [between(-20, 20), between(-2, 2), spread(-30, 1)]),
    "asinh": (m.asinh, [between(-5, 5), spread(-30, 500)]),
    "acosh": (m.acosh, [between(1, 5), lambda: 1 + abs(spread(-30, 500)())]),
    "atanh": (m.atanh, [between(-1, 1), spread(-30, 0)]),
    "erf": (m.erf, [between(-6, 6), between(-1, 1), spread(-30, 1)]),
    "erfc": (m.erfc, [between(-6, 26), between(0.4, 1)]),
    "lgamma": (lambda x: m.log(abs(m.gamma(x))), [between(0.01, 10), between(0.5, 3), lambda: abs(spread(-30, 600)())]),
    "digamma": (m.digamma, [between(0.05, 20), lambda: abs(spread(-3, 100)())]),
}
LARGE = {"erfc"}
COUNT = 60


def exact(value):
    high = float(value)
    low = float(value - mpf(high)) if m.isfinite(value) and abs(high) != float("inf") else 0.0
    return [high, low]


def rows(function, ranges, guard):
    out = []
    for draw in ranges:
        for _ in range(COUNT):
            x = draw()
            if guard and not guard(x):
                continue
            out.append([x, *exact(function(mpf(x)))])
    return out


result = {name: rows(f, ranges, None) for name, (f, ranges) in UNARY.items()}


def power_rows():
    out = []
    for _ in range(250):
        x = 2 ** uniform(-30, 30)
        y = uniform(-30, 30) if random.random() < 0.5 else float(random.randint(-40, 40))
        out.append([x, y, *exact(mpf(x) ** mpf(y))])
    for _ in range(100):
        x = 1 + uniform(-1e-3, 1e-3)
        y = uniform(-6e5, 6e5)
        out.append([x, y, *exact(mpf(x) ** mpf(y))])
    return out


def angle_rows():
    out = []
    for _ in range(250):
        y = spread(-20, 20)()
        x = spread(-20, 20)()
        out.append([y, x, *exact(m.atan2(mpf(y), mpf(x)))])
    return out


result["pow"] = power_rows()
result["atan2"] = angle_rows()
with open(os.path.join(os.path.dirname(__file__), "elementary.json"), "w") as file:
    file.write("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in result.items()) + "\n}\n")
