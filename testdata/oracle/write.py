"""Writes one table as Parquet files the way different programs do.

    write.py TABLE.arrow OUTPUT [--spark]

TABLE is an Arrow IPC file. Each file of OUTPUT is called after its writer and
what is special about it. With --spark, Spark writes too, if it is installed.
"""

import argparse
import os
import shutil
import tempfile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq


def strings(table):
    return [f.name for f in table.schema if pa.types.is_string(f.type)]


def by_pyarrow(table, out):
    pq.write_table(table, out + "/pyarrow-default.parquet")
    pq.write_table(table, out + "/pyarrow-v2-indexed.parquet", data_page_version="2.0", compression="zstd",
                   write_page_index=True, write_page_checksum=True, row_group_size=1500)
    pq.write_table(table, out + "/pyarrow-plain-small-pages.parquet", use_dictionary=False, data_page_size=2048,
                   write_batch_size=64, compression="none", row_group_size=997)
    pq.write_table(table, out + "/pyarrow-delta.parquet", use_dictionary=False, compression="gzip",
                   column_encoding={c: ("DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY")[i % 2] for i, c in enumerate(strings(table))})
    # A dictionary page that is full is followed by pages without.
    pq.write_table(table, out + "/pyarrow-fallback.parquet", dictionary_pagesize_limit=4096, data_page_size=4096,
                   write_batch_size=128, compression="lz4")
    # Entries that no row uses, as filtering leaves them: PyArrow writes them all.
    every = table
    for i, f in enumerate(table.schema):
        if pa.types.is_string(f.type):
            encoded = pc.dictionary_encode(table.column(i).combine_chunks())
            every = every.set_column(i, f.name, encoded)
    keep = pa.array([i % 3 == 0 for i in range(len(every))])
    pq.write_table(every.filter(keep), out + "/pyarrow-unused-entries.parquet", compression="brotli")
    pq.write_table(table.slice(0, 0), out + "/pyarrow-no-rows.parquet")


def by_duckdb(table, out):
    import duckdb

    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.register("t", table)
    for name, options in (
        ("default", ""),
        ("v2", ", PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 2048"),
        ("plain", ", DICTIONARY_SIZE_LIMIT 1, COMPRESSION uncompressed"),
    ):
        con.execute(f"COPY t TO '{out}/duckdb-{name}.parquet' (FORMAT parquet{options})").fetchall()


def by_polars(table, out):
    import polars as pl

    # Polars knows no maps.
    flat = table.select([f.name for f in table.schema if not pa.types.is_map(f.type)])
    frame = pl.from_arrow(flat)
    frame.write_parquet(out + "/polars-default.parquet")
    frame.write_parquet(out + "/polars-small.parquet", compression="snappy", row_group_size=1000, data_page_size=4096)
    frame.lazy().sink_parquet(out + "/polars-sink.parquet", compression="lz4", statistics="full")


def by_spark(table, out):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false") \
        .config("spark.sql.session.timeZone", "UTC").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as tmp:
        # By way of a plain file: Spark reads no dictionaries from Arrow.
        pq.write_table(table, tmp + "/t.parquet", coerce_timestamps="us")
        frame = spark.read.parquet(tmp + "/t.parquet").coalesce(1)
        for name, options in (
            ("default", {}),
            ("lz4", {"compression": "lz4"}),
            ("v2", {"compression": "zstd", "parquet.writer.version": "v2"}),
        ):
            frame.write.options(**options).parquet(f"{tmp}/{name}")
            for f in os.listdir(f"{tmp}/{name}"):
                if f.endswith(".parquet"):
                    shutil.copyfile(f"{tmp}/{name}/{f}", f"{out}/spark-{name}.parquet")
    spark.stop()


def main():
    args = argparse.ArgumentParser()
    args.add_argument("table")
    args.add_argument("output")
    args.add_argument("--spark", action="store_true")
    args = args.parse_args()
    table = pa.ipc.open_file(args.table).read_all()
    os.makedirs(args.output, exist_ok=True)
    by_pyarrow(table, args.output)
    by_duckdb(table, args.output)
    by_polars(table, args.output)
    if args.spark:
        by_spark(table, args.output)


if __name__ == "__main__":
    main()
