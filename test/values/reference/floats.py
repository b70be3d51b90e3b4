"""Writes floats.json: doubles with their C forms, and texts with the Float32 that strtof gives.

    python3 test/values/reference/floats.py     (Python's % is correctly rounded; strtof is the C library's)
"""
import ctypes
import ctypes.util
import json
import os
import random
import struct

random.seed(7)
libc = ctypes.CDLL(ctypes.util.find_library("c"))
libc.strtof.restype = ctypes.c_float
libc.strtof.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p)]

values = [0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1e-5, 0.0001, 0.00012345678, 100000.0, 1e6, 999999.5, 9999999.5, 1234567.5,
          1234566.5, 1e7, 123456789.0, 1e10, 0.30000000000000004, 3.4028234663852886e38, 1.1754943508222875e-38,
          1.401298464324817e-45, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1e100, 1e-100, 2.5, 1e16, 1e17,
          123456789012345678.0, 0.000099999995, 9.9999995e-05, 0.1 + 0.2, 1 / 3, 2 / 3, 8388608.5, 16777217.0]
for _ in range(150):
    values.append(struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0])
for _ in range(150):
    values.append(struct.unpack("<f", struct.pack("<I", random.getrandbits(32)))[0])
for _ in range(100):
    values.append(random.uniform(-1, 1) * 10 ** random.randint(-6, 9))
for digits in (7, 9, 17):
    for _ in range(60):  # exact ties after that many digits
        values.append((random.randint(10 ** (digits - 1), 10**digits - 1) + 0.5) * 2 ** random.randint(-3, 1))
values = [x for x in values if x == x and abs(x) != float("inf")]

texts = ["1", "1.5", ".5", "5.", "1e3", "1E-3", "+2", "-2", "  7", "7 ", "", ".", "e5", "1e", "1e+", "0x10", "0x1.8p1", "0x.8", "0x1p-149",
         "0x1p-150", "0x1.000001p0", "0x1.0000010000000001p0", "inf", "-INF", "infinity", "nan", "NAN(12)", "infi", "1_000", "1,5",
         "16777217", "16777219", "3.4028235e38", "3.4028236e38", "1e39", "1e-46", "7e-46", "1.00000005960464477539062500",
         "1.00000005960464477539062501", "1.00000005960464477539062499", "7.006492321624085e-46", "7.0064923216240853546186479164495e-46",
         "7.0064923216240853546186479164496e-46", "340282356779733661637539395458142568447.9", "340282356779733661637539395458142568448", "1e999999",
         "-0", "0x", "0x.", "--1", "\t3", "3\n"]
for _ in range(100):
    texts.append(repr(random.uniform(-1, 1) * 10 ** random.randint(-40, 38)))


def strtof(text):
    data = text.encode()
    end = ctypes.c_char_p()
    buffer = ctypes.create_string_buffer(data)
    start = ctypes.addressof(buffer)
    endp = ctypes.c_void_p()
    libc.strtof.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]
    value = libc.strtof(start, ctypes.byref(endp))
    if not data or endp.value != start + len(data):
        return None
    return struct.unpack("<I", struct.pack("<f", value))[0]


result = {
    "formats": [[struct.unpack("<Q", struct.pack("<d", x))[0].__format__("x"), "%.7g" % x, "%.9g" % x, "%.17g" % x] for x in values],
    "texts": [[text, strtof(text)] for text in texts],
}
with open(os.path.join(os.path.dirname(__file__), "floats.json"), "w") as file:
    file.write("{\n" + ",\n".join(f'"{k}": [\n' + ",\n".join(json.dumps(row) for row in v) + "\n]" for k, v in result.items()) + "\n}\n")
