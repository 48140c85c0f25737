"""Prints what PyArrow, DuckDB or Polars reads of Parquet files, a line of JSON
for each file, in the form of the Go programs in ../readers, so that two files
can be compared as one reader sees them.

    dump.py [--engine pyarrow|duckdb|polars] [--values] [--predicates] FILE...

With --predicates each leaf outside lists also tells how many rows answer to
IS NULL, < x, = x and > x for a few values x of its own, twice: as the engine
answers when it may skip by statistics and filters, and counted by hand. Where
the two differ, something in the file lies about its values.
"""

import argparse
import hashlib
import json
import sys

import pyarrow as pa
import pyarrow.compute as pc


class Leaf:
    """The digest covers the leaf's values and where they are absent. The
    lengths of a list path[] or map path{} are a leaf of their own, path."""

    def __init__(self, path, typ, keep):
        self.path, self.type = path, typ
        self.slots = self.nulls = 0
        self.sum = hashlib.sha256()
        self.cells = [] if keep else None

    def add(self, values):
        for v in values:
            self.slots += 1
            if v is None:
                self.nulls += 1
                self.sum.update(b"-1:")
            else:
                b = v if isinstance(v, bytes) else v.encode("utf-8", "surrogateescape")
                self.sum.update(b"%d:" % len(b))
                self.sum.update(b)
                if self.cells is not None:
                    try:
                        v = b.decode()
                    except UnicodeDecodeError:
                        v = "0x" + b.hex()
            if self.cells is not None:
                self.cells.append(v)

    def json(self):
        d = {"path": self.path, "type": self.type, "slots": self.slots, "nulls": self.nulls, "sha256": self.sum.hexdigest()}
        if self.cells is not None:
            d["cells"] = self.cells
        return d


def plain(a):
    """The array without dictionary or extension."""
    while True:
        if isinstance(a.type, pa.BaseExtensionType):
            a = a.storage
        elif pa.types.is_dictionary(a.type):
            a = a.dictionary_decode()
        else:
            return a


def texts(a):
    """The values of a flat array as text or bytes, None where there is none."""
    t = a.type
    if pa.types.is_date32(t) or pa.types.is_time32(t):
        a = a.view(pa.int32())
    elif pa.types.is_date64(t) or pa.types.is_time64(t) or pa.types.is_timestamp(t) or pa.types.is_duration(t):
        a = a.view(pa.int64())
    values = a.to_pylist()
    if pa.types.is_floating(t):
        return [None if v is None else float(v).hex() for v in values]
    return [v if v is None or isinstance(v, (str, bytes)) else str(v) for v in values]


def walk(leaves, path, a, keep):
    a = plain(a)
    t = a.type

    def leaf(path, typ):
        if path not in leaves:
            leaves[path] = Leaf(path, typ, keep)
        return leaves[path]

    if pa.types.is_struct(t):
        for field, child in zip(t, a.flatten()):  # flatten gives children their parent's nulls
            walk(leaves, f"{path}.{field.name}", child, keep)
    elif pa.types.is_map(t):
        entries = pa.ListArray.from_arrays(a.offsets, pa.StructArray.from_arrays([a.keys, a.items], ["key", "value"]), mask=pc.is_null(a)) \
            if a.offset == 0 else pa.array(a.to_pylist(), pa.list_(pa.struct([("key", t.key_type), ("value", t.item_type)])))
        leaf(path, "lengths").add(texts(pc.list_value_length(entries)))
        walk(leaves, path + "{}", entries.flatten(), keep)
    elif pa.types.is_list(t) or pa.types.is_large_list(t) or pa.types.is_fixed_size_list(t):
        leaf(path, "lengths").add(texts(pc.list_value_length(a)))
        walk(leaves, path + "[]", a.flatten(), keep)
    else:
        leaf(path, str(t)).add(texts(a))


def dump(table, keep):
    leaves = {}
    for field, column in zip(table.schema, table.columns):
        chunks = column.chunks or [pa.array([], field.type)]
        for chunk in chunks:
            walk(leaves, field.name, chunk, keep)
    return [l.json() for l in leaves.values()]


def flat_columns(schema, above=()):
    """The leaves outside lists and maps, as tuples of names, with their types."""
    for field in schema:
        names = above + (field.name,)
        if pa.types.is_struct(field.type):
            yield from flat_columns(field.type, names)
        elif pa.types.is_string(field.type) or pa.types.is_large_string(field.type) or pa.types.is_string_view(field.type) \
                or pa.types.is_integer(field.type) or pa.types.is_floating(field.type) or pa.types.is_decimal(field.type) \
                or pa.types.is_date(field.type) or pa.types.is_timestamp(field.type) or pa.types.is_boolean(field.type):
            yield names, field.type


def column_of(table, names):
    c = table.column(names[0])
    for n in names[1:]:
        c = pc.struct_field(c, n)
    return c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c


PIVOTS = (0.0, 0.1, 0.5, 0.9, 1.0)  # of the sorted values: the ends are where statistics lie


def pivots(column):
    values = pc.drop_null(column)
    if pa.types.is_floating(values.type):
        values = values.filter(pc.invert(pc.is_nan(values)))
    if len(values) == 0:
        return []
    order = pc.sort_indices(values)
    return [values.take([order[int(q * (len(values) - 1))].as_py()])[0] for q in PIVOTS]


def predicates(engine, path, table):
    """What the engine answers, beside the same counted in the whole table."""
    found = []
    for names, typ in flat_columns(table.schema):
        column = column_of(table, names)
        text = ".".join(names)
        nulls = pc.sum(pc.is_null(column)).as_py() or 0
        found.append({"path": text, "op": "is null", "count": engine.count(path, names, "is null", None), "scan": nulls})
        for i, x in enumerate(pivots(column)):
            for op, f in (("<", pc.less), ("=", pc.equal), (">", pc.greater)):
                by_hand = pc.sum(f(column, x)).as_py() or 0
                if pa.types.is_floating(typ) and op == ">":
                    # DuckDB orders NaN above all numbers, as IEEE 754 does not.
                    by_hand += engine.nan_is_greatest * (pc.sum(pc.is_nan(column)).as_py() or 0)
                found.append({"path": text, "op": f"{op} #{i}", "count": engine.count(path, names, op, x), "scan": by_hand})
    return found


class PyArrow:
    nan_is_greatest = False

    def read(self, path):
        import pyarrow.parquet as pq

        return pq.read_table(path, partitioning=None, page_checksum_verification=True, coerce_int96_timestamp_unit="us")

    def count(self, path, names, op, x):
        import pyarrow.dataset as ds

        f = ds.field(*names)
        e = {"is null": lambda: f.is_null(), "<": lambda: f < x, "=": lambda: f == x, ">": lambda: f > x}[op]()
        form = ds.ParquetFileFormat(read_options=ds.ParquetReadOptions(coerce_int96_timestamp_unit="us"))
        return ds.dataset(path, format=form).count_rows(filter=e)


class DuckDB:
    nan_is_greatest = True

    def __init__(self):
        import duckdb

        self.con = duckdb.connect()
        self.con.execute("SET threads = 2; SET TimeZone = 'UTC'; SET preserve_insertion_order = true")

    def read(self, path):
        return self.con.execute("SELECT * FROM read_parquet(?, hive_partitioning = false)", [path]).to_arrow_table()

    def count(self, path, names, op, x):
        column = ".".join('"' + n.replace('"', '""') + '"' for n in names)
        sql = f"SELECT count(*) FROM read_parquet(?, hive_partitioning = false) WHERE {column} "
        if op == "is null":
            return self.con.execute(sql + "IS NULL", [path]).fetchall()[0][0]
        self.con.register("bound", pa.table({"x": pa.array([x.as_py()], x.type) if not pa.types.is_timestamp(x.type) else pa.array([x.value], pa.int64()).cast(x.type)}))
        # A literal and not a join: only literals are pushed down to statistics.
        literal = self.con.execute("SELECT x::VARCHAR, typeof(x) FROM bound").fetchall()[0]
        quoted = literal[0].replace("'", "''")
        return self.con.execute(sql + f"{op} '{quoted}'::{literal[1]}", [path]).fetchall()[0][0]


class Polars:
    nan_is_greatest = True

    def read(self, path):
        import polars as pl

        return pl.read_parquet(path, hive_partitioning=False).to_arrow()

    def count(self, path, names, op, x):
        import polars as pl

        e = pl.col(names[0])
        for n in names[1:]:
            e = e.struct.field(n)
        if op == "is null":
            e = e.is_null()
        else:
            v = pl.from_arrow(pa.array([x.value], pa.int64()).cast(x.type) if pa.types.is_timestamp(x.type) else pa.array([x.as_py()], x.type))
            e = {"<": e < v.item(), "=": e == v.item(), ">": e > v.item()}[op]
        return pl.scan_parquet(path, hive_partitioning=False).filter(e).select(pl.len()).collect().item()


ENGINES = {"pyarrow": PyArrow, "duckdb": DuckDB, "polars": Polars}


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--engine", choices=sorted(ENGINES), default="pyarrow")
    args.add_argument("--values", action="store_true")
    args.add_argument("--predicates", action="store_true")
    args.add_argument("files", nargs="+")
    args = args.parse_args()
    engine = ENGINES[args.engine]()
    failed = False
    for path in args.files:
        line = {"file": path, "rows": 0, "leaves": []}
        try:
            table = engine.read(path)
            line["rows"] = table.num_rows
            line["leaves"] = dump(table, args.values)
            if args.predicates:
                line["predicates"] = predicates(engine, path, table)
        except Exception as e:  # whatever a reader throws is its answer
            failed = True
            line["error"] = f"{type(e).__name__}: {e}"
            print(f"{path}: {line['error']}", file=sys.stderr)
        print(json.dumps(line, ensure_ascii=False), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
