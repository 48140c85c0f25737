"""Makes the files of this folder with Spark.

    pip install pyspark==4.3.0      (and Java 17)
    python make.py OUTPUT

The files are kept because Spark is too large to ask in every test run. They
are not the same bytes each time: Spark puts a random id into file names and
its own version into footers.
"""

import datetime as dt
import decimal
import os
import shutil
import sys
import tempfile

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

ROWS = 120
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODES = (133, 135, 136, 138, 139, 150, 152, 158, 159, 166, 177, 180, 186, 188, 191, 199)
DISTRICTS = (
    ("110105", "北京市", "北京市朝阳区"),
    ("310115", "上海市", "上海市浦东新区"),
    ("440305", "深圳市", "广东省深圳市南山区"),
    ("510107", "成都市", "四川省成都市武侯区"),
)


def id18(i):
    """A number of nobody alive: births from 1880 to 1910."""
    day = dt.date(1880, 1, 1) + dt.timedelta(days=i * 89 % 11000)
    body = DISTRICTS[i % 4][0] + day.strftime("%Y%m%d") + f"{i * 37 % 1000:03d}"
    return body + "10X98765432"[sum(int(a) * w for a, w in zip(body, WEIGHTS)) % 11]


def phone(i):
    """A placeholder: the block of every number is 0000."""
    return f"{CODES[i * 7 % len(CODES)]}0000{i * 7919 % 10000:04d}"


def order(i):
    address = f"{DISTRICTS[i % 4][2]}建设路{9000 + i}号"
    receiver = None if i % 20 == 7 else (
        f"王小{'明红刚丽'[i % 4]}",
        None if i % 9 == 4 else phone(i),
        [] if i % 6 == 5 else [phone(i + 1000 * k) for k in range(i % 3 + 1)],
        address,
    )
    when = dt.datetime(2026, 11, 20, 8, i % 60, i % 59, i * 1000, tzinfo=dt.timezone.utc)
    if i == 3:
        when = dt.datetime(9999, 12, 31, tzinfo=dt.timezone.utc)
    if i == 4:
        when = dt.datetime(1500, 1, 10, tzinfo=dt.timezone.utc)
    return (
        700000000000 + i * 13,
        f"u_{i * 2654435761 % 2**32:08x}",
        receiver,
        None if i % 8 == 3 else id18(i),
        decimal.Decimal(i * 1999) / 100,
        when,
        dt.date(2026, 11, 20) - dt.timedelta(days=i),
        float("nan") if i == 9 else i / 7,
        i % 2 == 0,
        None if i % 5 else f"请打电话{phone(i)}，放门口",
        {"来源": "app", "渠道": f"第{i % 3}组"} if i % 4 else None,
        bytes([i, 255 - i]),
        None,
        "2026-11-2" + str(i % 2),
        DISTRICTS[i % 4][1],
    )


def schema():
    def note(text):
        return {"comment": text}

    receiver = T.StructType([
        T.StructField("name", T.StringType()),
        T.StructField("phone", T.StringType(), True, note("收货人手机")),
        T.StructField("phones", T.ArrayType(T.StringType())),
        T.StructField("address", T.StringType()),
    ])
    return T.StructType([
        T.StructField("order_id", T.LongType(), False, note("订单号")),
        T.StructField("user_pin", T.StringType()),
        T.StructField("receiver", receiver),
        T.StructField("buyer_id_no", T.StringType()),
        T.StructField("pay_amount", T.DecimalType(12, 2)),
        T.StructField("order_time", T.TimestampType()),
        T.StructField("order_date", T.DateType()),
        T.StructField("weight", T.DoubleType()),
        T.StructField("is_gift", T.BooleanType()),
        T.StructField("buyer_remark", T.StringType()),
        T.StructField("tags", T.MapType(T.StringType(), T.StringType())),
        T.StructField("flags", T.BinaryType()),
        T.StructField("nothing", T.StringType()),
        T.StructField("dt", T.StringType()),
        T.StructField("city", T.StringType()),
    ])


def save(frame, out, name, partitions=(), **options):
    """Writes one file (for each partition), and keeps nothing but data files."""
    with tempfile.TemporaryDirectory() as tmp:
        w = frame.coalesce(1).write.mode("overwrite").partitionBy(*partitions)
        for k, v in options.items():
            w = w.option(k.replace("__", "."), v)
        w.parquet(tmp + "/t")
        n = 0
        for folder, _, files in sorted(os.walk(tmp + "/t")):
            for f in sorted(files):
                if f.endswith(".parquet"):
                    below = os.path.join(out, name, os.path.relpath(folder, tmp + "/t"))
                    os.makedirs(below, exist_ok=True)
                    shutil.copyfile(os.path.join(folder, f), os.path.join(below, f"part-{n:05d}.parquet"))
                    n += 1


def main(out):
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
        .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    orders = spark.createDataFrame([order(i) for i in range(ROWS)], schema())
    flat = orders.drop("dt", "city")

    # Spark's own defaults: INT96, snappy, CRCs, page indexes.
    save(orders, out, "partitioned", ["dt", "city"])
    # A Bloom filter of 1 KiB rather than of 1 MiB, which is what it gets unasked.
    bloom = {}
    for column in ("buyer_id_no", "user_pin", "receiver.phone"):
        bloom[f"parquet__bloom__filter__enabled#{column}"] = "true"
        bloom[f"parquet__bloom__filter__expected__ndv#{column}"] = "200"
    save(flat, out, "bloom", **bloom)
    # Codec 5, Hadoop's framing of LZ4 blocks.
    save(flat, out, "lz4", compression="lz4")
    save(flat, out, "zstd_v2", compression="zstd", parquet__writer__version="v2")
    # Small pages and row groups, PLAIN only.
    save(flat, out, "plain", parquet__enable__dictionary="false", parquet__page__size="1024",
         parquet__block__size="4096", parquet__page__size__row__check__min="10",
         parquet__block__size__row__check__min="40")
    spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    save(flat, out, "micros")
    # Hive's way: lists are bag/array, decimals fixed-length arrays.
    spark.conf.set("spark.sql.parquet.writeLegacyFormat", "true")
    save(flat, out, "legacy")
    spark.conf.set("spark.sql.parquet.writeLegacyFormat", "false")
    save(flat.where("false"), out, "empty")
    # The hybrid calendar of Spark 2: only the file's metadata says so.
    spark.conf.set("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY")
    spark.conf.set("spark.sql.parquet.int96RebaseModeInWrite", "LEGACY")
    save(flat.select("order_id", "order_date", "order_time", "buyer_id_no"), out, "rebased")
    variant = orders.select(
        "order_id",
        F.parse_json(F.format_string('{"phone":"%s","n":%s}', F.lit(phone(1)), F.col("order_id") % 10)).alias("payload"),
        "buyer_id_no",
    )
    save(variant.limit(20), out, "variant")
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1])
