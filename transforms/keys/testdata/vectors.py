#!/usr/bin/env python3
"""Computes vectors.json from the definition alone: RFC 5869 and RFC 2104 with
nothing but hashlib and hmac. Run it by hand if the definition gets a version 2;
version 1 never changes."""
import hashlib
import hmac
import json
import os
import struct

KEY = bytes(range(32))  # the domain key in golden.keyset.json


def hkdf(key, info, size):
    prk = hmac.new(b"\0" * 32, key, hashlib.sha256).digest()  # salt empty
    out, block, i = b"", b"", 1
    while len(out) < size:
        block = hmac.new(prk, block + info + bytes([i]), hashlib.sha256).digest()
        out, i = out + block, i + 1
    return out[:size]


def vector(purpose, recipient, epoch, value):
    info = b"tuomin/hmac/1"
    for part in (purpose, recipient, epoch):
        part = part.encode()
        info += struct.pack(">I", len(part)) + part
    k = hkdf(KEY, info, 32)
    mac = hmac.new(k, value.encode(), hashlib.sha256).hexdigest()
    return {"purpose": purpose, "recipient": recipient, "epoch": epoch, "info": info.hex(), "value": value,
            "128": mac[:32], "256": mac}


vectors = [
    vector("", "", "", "13800000000"),
    vector("analytics", "growth", "", "13800000000"),
    vector("analytics", "growth", "2026-11", "13800000000"),
    vector("analyticsgrowth", "", "", "13800000000"),  # joined parts are not one scope
    vector("", "analyticsgrowth", "", "13800000000"),
    vector("分析", "增长组", "", "440524188001010014"),
    vector("test", "", "", ""),
    vector("test", "", "", "x" * 55),  # one block of padding
    vector("test", "", "", "x" * 56),  # two
    vector("test", "", "", "广东省深圳市南山区测试路1号" * 40),
    vector("test", "", "", "13800000001"),
    vector("test", "", "", "11010518800101001X"),
    vector("test", "", "", "12"),
]
with open(os.path.join(os.path.dirname(__file__), "vectors.json"), "w") as f:
    json.dump(vectors, f, indent=1, ensure_ascii=False)
    f.write("\n")
