"""Writes Parquet files with PyArrow, DuckDB and Polars, and what they hold.

    parquet_oracle.py DIR

DIR/expect.json has one entry for each file: its rows, and for each leaf by our
path the number of values and the SHA-256 of all of them, dense, each preceded
by its length in four bytes. What the files hold is computed from the Arrow
arrays that they are written from, not by reading them back.
"""
import decimal, hashlib, json, random, struct, sys
import pyarrow as pa, pyarrow.compute as pc, pyarrow.parquet as pq

out = sys.argv[1]
rnd = random.Random(11)
N = 5000


def text(n, alphabet="abcdefghij"):
    return "".join(rnd.choice(alphabet) for _ in range(n))


def some(f, nulls=0.1):
    return [None if rnd.random() < nulls else f() for _ in range(N)]


def table():
    s = pa.struct([("x", pa.int32()), ("y", pa.list_(pa.string()))])
    cols = {
        "bool": pa.array(some(lambda: rnd.random() < 0.5), pa.bool_()),
        "bool_runs": pa.array([i // 700 % 2 == 0 for i in range(N)], pa.bool_()),
        "int8": pa.array(some(lambda: rnd.randint(-128, 127)), pa.int8()),
        "uint16": pa.array(some(lambda: rnd.randint(0, 65535)), pa.uint16()),
        "int32": pa.array(some(lambda: rnd.randint(-2**31, 2**31 - 1)), pa.int32()),
        "int64": pa.array(some(lambda: rnd.randint(-2**63, 2**63 - 1)), pa.int64()),
        "rising": pa.array(range(10**12, 10**12 + N), pa.int64()),
        "float": pa.array(some(rnd.random), pa.float32()),
        "double": pa.array(some(rnd.random, 0), pa.float64()),
        "half": pa.array(some(lambda: rnd.randint(0, 100)), pa.float32()).cast(pa.float16()),
        "date": pa.array(some(lambda: rnd.randint(-10**5, 10**5)), pa.int32()).cast(pa.date32()),
        "stamp": pa.array(some(lambda: rnd.randint(0, 2**50)), pa.int64()).cast(pa.timestamp("us")),
        "decimal": pa.array(some(lambda: decimal.Decimal(rnd.randint(-10**15, 10**15)).scaleb(-2)), pa.decimal128(18, 2)),
        "fixed": pa.array(some(lambda: text(7).encode()), pa.binary(7)),
        "unique": pa.array(some(lambda: text(rnd.randint(0, 40))), pa.string()),
        "prefixed": pa.array(sorted(text(12) for _ in range(N)), pa.string()),
        "few": pa.array(some(lambda: rnd.choice(["Hefei", "Lu'an", "Bozhou"])), pa.string()),
        "one": pa.array(["only"] * N, pa.string()),
        "bytes": pa.array(some(lambda: rnd.randbytes(rnd.randint(0, 9))), pa.binary()),
        "nothing": pa.array([None] * N, pa.string()),
        "null": pa.nulls(N),
        "list": pa.array(some(lambda: [rnd.choice([None, text(5)]) for _ in range(rnd.randint(0, 4))]), pa.list_(pa.string())),
        "lists": pa.array(some(lambda: [rnd.choice([None, [1, None], [], [3]]) for _ in range(rnd.randint(0, 3))]), pa.list_(pa.list_(pa.int64()))),
        "struct": pa.array(some(lambda: {"x": rnd.choice([None, 5, 6]), "y": rnd.choice([None, [], ["p", None]])}), s),
        "structs": pa.array(some(lambda: [{"x": i, "y": ["q"] * i} for i in range(rnd.randint(0, 3))]), pa.list_(s)),
        "map": pa.array(some(lambda: [(text(3), rnd.choice([None, 1, 2])) for _ in range(rnd.randint(0, 3))]), pa.map_(pa.string(), pa.int32())),
    }
    return pa.table(cols)


def leaves(path, a):
    """The leaves of an array, as (path, dense array)."""
    t = a.type
    if pa.types.is_map(t):
        # flatten() of the list below honours nulls, keys and items do not.
        entries = a.cast(pa.list_(pa.struct([("key", t.key_type), ("value", t.item_type)]))).flatten()
        yield from leaves(path + "{}.key", pc.struct_field(entries, "key"))
        yield from leaves(path + "{}.value", pc.struct_field(entries, "value"))
    elif pa.types.is_list(t):
        yield from leaves(path + "[]", a.flatten())
    elif pa.types.is_struct(t):
        for i, child in enumerate(a.flatten()):
            yield from leaves(path + "." + t[i].name, child)
    else:
        yield path, a.drop_null()


def stored(a):
    """The values of a dense leaf as Parquet stores them."""
    t = a.type
    if pa.types.is_null(t):
        return []
    if pa.types.is_boolean(t):
        return [b"\1" if v else b"\0" for v in a.to_pylist()]
    if pa.types.is_decimal(t):
        return [int(v.scaleb(t.scale)).to_bytes(8, "big", signed=True) for v in a.to_pylist()]
    if pa.types.is_string(t):
        return [v.encode() for v in a.to_pylist()]
    if pa.types.is_binary(t) or pa.types.is_fixed_size_binary(t):
        return a.to_pylist()
    width = t.bit_width // 8
    if width < 4 and not pa.types.is_floating(t):
        a, width = a.cast(pa.int32()), 4
    raw = a.buffers()[1].to_pybytes()
    return [raw[i * width : (i + 1) * width] for i in range(a.offset, a.offset + len(a))]


def digest(a):
    h = hashlib.sha256()
    values = stored(a)
    for v in values:
        h.update(struct.pack("<I", len(v)) + v)
    return {"values": len(values), "sha256": h.hexdigest()}


t = table()
held = {}
for name in t.column_names:
    for path, a in leaves(name, t[name].combine_chunks()):
        held[path] = digest(a)
expect = {}


def write(name, columns=t.column_names, **options):
    part = t.select(columns)
    pq.write_table(part, f"{out}/{name}.parquet", **options)
    expect[name] = {"rows": N, "leaves": {p: d for p, d in held.items() if p.split(".")[0].rstrip("[]{}") in columns}}


for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    for version in ["1.0", "2.0"]:
        write(f"{codec}-v{version}", compression=codec, data_page_version=version, data_page_size=4000,
              row_group_size=2000, write_page_checksum=codec == "zstd")
write("plain", use_dictionary=False, data_page_size=1000)
write("few-values-a-page", max_rows_per_page=3)
write("items", use_compliant_nested_type=False)
flat = [n for n in t.column_names if not pa.types.is_nested(t.schema.field(n).type)]
of = lambda *kinds: [n for n in flat if any(k(t.schema.field(n).type) for k in kinds)]
ty = pa.types
integers = of(ty.is_integer, ty.is_date32, ty.is_timestamp)
texts = of(ty.is_string, ty.is_binary)
for name, columns, encoding in [
    ("delta", integers, "DELTA_BINARY_PACKED"),
    ("delta-length", texts, "DELTA_LENGTH_BYTE_ARRAY"),
    ("delta-strings", texts + ["fixed"], "DELTA_BYTE_ARRAY"),
    ("split", integers + of(ty.is_floating) + ["fixed", "decimal"], "BYTE_STREAM_SPLIT"),
    ("booleans", ["bool", "bool_runs"], "RLE"),
]:
    for version in ["1.0", "2.0"]:
        write(f"{name}-v{version}", columns, use_dictionary=False, data_page_version=version, data_page_size=3000,
              column_encoding={c: encoding for c in columns})

# Other writers take what they can of the same table, and hold the same text.
common = ["bool", "int32", "int64", "float", "double", "unique", "prefixed", "few", "one", "nothing", "list"]
try:
    import polars
    polars.from_arrow(t.select(common)).write_parquet(f"{out}/polars.parquet", row_group_size=1500, data_page_size=3000)
    expect["polars"] = {"rows": N, "leaves": {p: held[p] for p in held if p.rstrip("[]") in common}}
except ImportError:
    pass
try:
    import duckdb
    part = t.select(common)
    for version in ["V1", "V2"]:
        duckdb.sql(f"COPY part TO '{out}/duckdb-{version}.parquet' (FORMAT parquet, PARQUET_VERSION {version}, ROW_GROUP_SIZE 2048)")
        expect[f"duckdb-{version}"] = {"rows": N, "leaves": {p: held[p] for p in held if p.rstrip("[]") in common}}
except ImportError:
    pass

with open(f"{out}/expect.json", "w") as f:
    json.dump(expect, f)
