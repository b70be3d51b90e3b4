"""Writes src/values/elementary/polynomials.ts and log-table.ts, and prints the constants used beside them.

The polynomials are near-minimax fits by mpmath.chebyfit (mpmath 1.3.0):

    python3 test/values/reference/coefficients.py
"""
import os

from mpmath import mp, mpf, chebyfit, exp, log, sin, cos, asin, atan, erf, erfc, loggamma, sqrt, pi, nstr

mp.dps = 60


written = []


def fit(name, f, interval, degree, note):
    coefficients, error = chebyfit(f, interval, degree + 1, error=True)
    rounded = [float(c) for c in reversed(coefficients)]
    text = repr(rounded[-1])
    for c in reversed(rounded[:-1]):
        text = f"{c!r} + z * ({text})" if not text.replace("-", "").replace(".", "").replace("e", "").isdigit() else f"{c!r} + z * {text}"
    written.append(f"/** {note}; the fit's error is at most {nstr(error, 2)}. */\nexport function {name}(z: number): number {{\n  return {text};\n}}\n")


def guarded(f, at_zero):
    return lambda z: at_zero if abs(z) < mpf(10) ** -25 else f(z)


def exp_core(z):
    r = sqrt(z)
    return (r * (exp(r) + 1) / (exp(r) - 1) - 2) / z


half = log(mpf(2)) / 2
fit("expCore", guarded(exp_core, mpf(1) / 6), [0, (half * mpf("1.001")) ** 2], 4, "`(r coth(r/2) - 2) / z` at `z = r²`, for `|r| ≤ ln 2 / 2`")

quarter = (pi / 4 * mpf("1.001")) ** 2
fit("sinCore", guarded(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 6), [0, quarter], 6, "`(sin r / r - 1) / z` at `z = r²`, for `|r| ≤ π/4`")
fit("cosCore", guarded(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, mpf(1) / 24), [0, quarter], 6, "`(cos r - 1 + z/2) / z²` at `z = r²`, for `|r| ≤ π/4`")
fit("asinCore", guarded(lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, mpf(1) / 6), [0, mpf("0.2505")], 13, "`(asin x / x - 1) / z` at `z = x²`, for `|x| ≤ 1/2`")
fit("atanCore", guarded(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 3), [0, mpf("0.1917")], 11, "`(atan x / x - 1) / z` at `z = x²`, for `|x| ≤ 7/16`")
fit("erfCore", guarded(lambda z: erf(sqrt(z)) / sqrt(z) - 1, 2 / sqrt(pi) - 1), [0, mpf("0.72")], 12, "`erf x / x - 1` at `z = x²`, for `|x| ≤ 0.84`")


def scaled(t):
    x = mpf(4) * (1 + t) / (1 - t)
    return exp(x * x) * erfc(x) * (1 + 2 * x)


fit("erfcCore", scaled, [(mpf("0.5") - 4) / mpf("4.5"), mpf(24) / 32], 23, "`exp(x²) erfc(x) (1 + 2x)` at `z = (x - 4) / (x + 4)`, for `0.5 ≤ x ≤ 28`")
fit("gammaCore", guarded(lambda d: loggamma(2 + d).real / d, 1 - mp.euler), [mpf("-0.5001"), mpf("0.5001")], 20, "`lgamma(2 + z) / z`, for `|z| ≤ 1/2`")

table = []
for i in range(45, 92):
    inverse = mpf(round(512 * 64 / i)) / 512
    value = -log(inverse)
    # The high parts have 42 fractional bits, as has that of ln 2, so that adding k ln 2 is exact.
    high = mpf(round(value * 2**42)) / 2**42
    table.append(f"  {float(inverse)!r}, {float(high)!r}, {float(value - high)!r},")

folder = os.path.join(os.path.dirname(__file__), "../../../src/values/elementary")
with open(os.path.join(folder, "polynomials.ts"), "w") as file:
    file.write("/** Polynomials on the reduced ranges, written by test/values/reference/coefficients.py. */\n\n")
    file.write("\n".join(written))
with open(os.path.join(folder, "log-table.ts"), "w") as file:
    file.write("/**\n * For i = 45 … 91 an approximation r of 64/i with 9 fractional bits, and -log r as a sum of two doubles, the first\n")
    file.write(" * with 42 fractional bits. Written by test/values/reference/coefficients.py.\n */\n")
    file.write("export const LOG_TABLE = new Float64Array([\n" + "\n".join(table) + "\n]);\n")
ln2 = log(mpf(2))
high = mpf(round(ln2 * 2**42)) / 2**42
print("LN2", repr(float(high)), repr(float(ln2 - high)))
high = mpf(round(ln2 * 2**33)) / 2**33
print("LN2 (33 bits)", repr(float(high)), repr(float(ln2 - high)))
for name, value in (("1/ln2", 1 / ln2), ("1/ln10", 1 / log(mpf(10))), ("ln2", ln2), ("pi/2", pi / 2), ("pi", pi)):
    print(name, repr(float(value)), repr(float(value - mpf(float(value)))))
part = pi / 2
for k in (33, 66, 99):
    high = mpf(int(part * mpf(2) ** (k - 1))) / mpf(2) ** (k - 1)
    print("pi/2 part", repr(float(high)))
    part -= high
print("pi/2 rest", repr(float(part)))
mp.prec = 1400
print("2/pi", hex(int(2 / pi * mpf(2) ** 1216)))
mp.dps = 60
print("atan", [(repr(float(atan(x))), repr(float(atan(x) - mpf(float(atan(x)))))) for x in (mpf(1) / 2, mpf(1), mpf(3) / 2)])
