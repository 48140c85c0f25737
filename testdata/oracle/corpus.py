"""Checks a lake that benchmarks/corpus has written against its truth.json and
spans.jsonl, with PyArrow and rules of its own: it counts what is planted, asks
of every planted value whether it is right and nobody's, looks into texts for
what the spans do not tell of, and joins the tables.

    corpus.py LAKE

Prints a line for each thing that is not as the truth says, and nothing else but
a count of what was checked.
"""

import base64
import collections
import datetime
import ipaddress
import json
import pathlib
import re
import sys
import unicodedata
import uuid

import pyarrow as pa
import pyarrow.parquet as pq

NULLISH = {"", "\\N", "NULL", "null", "未知", "无", "-"}
ABOLISHED = {"110103", "110104", "120107", "310103", "310119"}
BINS = {
    19: "622202 622208 621226 622848 622845 621336 621700 622700 436742 621661 621660 621098".split(),
    18: ["622908"], 17: ["622258"], 16: "622588 621483 622690".split(),
}
EIGHT = "010 021 022 024 025 027 028 029 0571 0755 0532".split()
SEVEN = "0310 0533 0550 0716 0837 0937".split()
LABELS = ("联系人", "收件人：", "姓名", "经办人")
TITLES = ("先生", "女士", "老师", "经理")
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
MOBILE = re.compile(r"1(?:3\d|4[579]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])0000\d{4}")


# --- check digits, each as its standard words it ---

def mod_11_2(body):
    remainder = 0
    for c in body:
        remainder = (remainder + int(c)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


def luhn(number):
    total = 0
    for i, c in enumerate(reversed(number)):
        total += sum(divmod(int(c) * 2, 10)) if i % 2 else int(c)
    return total % 10 == 0


def mod_11_10(number):
    remainder = 10
    for c in number[:-1]:
        remainder = ((remainder + int(c)) % 10 or 10) * 2 % 11
    return (remainder + int(number[-1])) % 10 == 1


def org_code(code):
    total = sum(int(c, 36) * w for c, w in zip(code[:8], (3, 7, 9, 10, 5, 8, 4, 2)))
    return code[8] == {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def uscc(code):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or set(code) - set(alphabet):
        return False
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return alphabet.index(code[17]) == -total % 31 and org_code(code[8:17])


def vin(code):
    values = {c: (ord(c) - 65) % 9 + 1 if c < "J" else (ord(c) - 74) % 9 + 1 if c < "S" else ord(c) - 81 for c in "ABCDEFGHJKLMNPRSTUVWXYZ"}
    values.update({str(i): i for i in range(10)})
    if len(code) != 17 or set(code) - set(values):
        return False
    total = sum(values[c] * w for c, w in zip(code, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)))
    return code[8] == "0123456789X"[total % 11] and code[9] not in "UZ0"


def day(text, form="%Y%m%d"):
    try:
        return datetime.datetime.strptime(text, form).date()
    except ValueError:
        return None


def invented_birth(d, gone=True):
    return d is not None and (1880 <= d.year <= 1910 or gone and d.year >= 2012)


# --- what a value of a class looks like when nothing is odd about it ---

def fold(v):
    return unicodedata.normalize("NFKC", v).strip()


def plain_mobile(v):
    v = fold(v)
    v = v[:-2] if v.endswith(".0") else v
    v = re.sub(r"[ -]", "", v)
    return re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", v)


def plain_landline(v):
    return re.sub(r"^\((0\d+)\)", r"\1-", fold(v))


CANONICAL = {
    "cn_mobile": plain_mobile,
    "cn_id18": lambda v: fold(v).replace(" ", "").upper(),
    "cn_landline": plain_landline,
    "email": lambda v: fold(v).lower(),
    "bank_card": lambda v: fold(v).replace(" ", ""),
    "imei": lambda v: fold(v).replace("-", ""),
    "mac": lambda v: fold(v).lower().replace("-", ":"),
    "cn_plate": lambda v: v.strip().replace("·", ""),
    "vin": lambda v: fold(v).upper(),
    "cn_uscc": lambda v: fold(v).replace(" ", ""),
    "cn_person_name": str.strip,
    "cn_address": str,
    "health_text": str,
}


def canonical(cls, v):
    if isinstance(v, float) and v.is_integer():
        v = int(v)
    if isinstance(v, bytes):
        return v.hex()
    if not isinstance(v, str):
        return str(v)
    return CANONICAL.get(cls, fold)(v)


def matches(pattern):
    compiled = re.compile(pattern)
    return lambda v: compiled.fullmatch(v) is not None


def is_id18(v):
    if not re.fullmatch(r"[1-6]\d{16}[\dX]", v) or mod_11_2(v[:17]) != v[17]:
        return False
    return invented_birth(day(v[6:14]), v[:6] in ABOLISHED)


def is_card(v):
    return v.isdigit() and v[:6] in BINS.get(len(v), ()) and luhn(v) and set(v[6:-6]) <= {"0"}


def is_ipv4(v):
    try:
        a = ipaddress.IPv4Address(v)
    except ValueError:
        return False
    nets = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15")
    return any(a in ipaddress.ip_network(n) for n in nets)


def is_ipv6(v):
    try:
        return ipaddress.IPv6Address(v) in ipaddress.ip_network("2001:db8::/32")
    except ValueError:
        return False


def is_mac(v):
    if re.fullmatch(r"[0-9a-f]{12}", v):  # raw bytes
        v = ":".join(re.findall("..", v))
    if not re.fullmatch(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}", v):
        return False
    return v.startswith("00:00:5e:00:53:") or int(v[:2], 16) & 3 == 2 and v != "02:00:00:00:00:00"


def is_uuid(v):
    try:
        return uuid.UUID(v).version == 4 and len(v) == 36
    except ValueError:
        return False


def is_birth(v):
    for form in ("%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d"):
        if day(v, form):
            return invented_birth(day(v, form))
    return False


def is_landline(v):
    area, _, local = v.partition("-")
    n = 8 if area in EIGHT else 7 if area in SEVEN else 0
    return len(local) == n and re.fullmatch(r"[2-8]0+\d{3}", local) is not None


def is_place(v):
    if "," in v:
        lat, lon = map(float, v.split(","))
        return 3.8 < lat < 53.6 and 73.4 < lon < 135.1
    return 3.8 < float(v) < 135.1


VALID = {
    "cn_mobile": lambda v: MOBILE.fullmatch(v) is not None,
    "cn_id18": is_id18,
    "cn_person_name": lambda v: re.fullmatch(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,6}", v) is not None,
    "cn_address": lambda v: re.search(r"[市区].*(路|街|大道)9\d{3}号", v) is not None,
    "cn_landline": is_landline,
    "email": matches(r"[a-z0-9_]+@(corp\.)?example\.com"),
    "bank_card": is_card,
    "bank_account": matches(r"(11001|31050|44032)0{9}\d{6}"),
    "cn_uscc": lambda v: v[8:14] == "MA0000" and uscc(v),
    "cn_service_number": matches(r"955\d\d"),
    "cn_plate": matches(rf"[{PROVINCES}][A-HJ-N](000[0-9A-HJ-NP-Z]{{2}}|[DF][0-9A-HJ-NP-Z]00\d\d)"),
    "vin": lambda v: v[11:13] == "00" and vin(v),
    "imei": lambda v: re.fullmatch(r"(35|86|01|99)0{6}\d{7}", v) is not None and luhn(v),
    "imsi": matches(r"460(00|01|02|03|07|11|15)0{4}\d{6}"),
    "iccid": lambda v: re.fullmatch(r"8986(00|02|07|01|06|09)0{7}\d{7}", v) is not None and luhn(v),
    "mac": is_mac,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
    "android_id": matches(r"[0-9a-f]{16}"),
    "oaid_hex64": matches(r"[0-9a-f]{64}"),
    "openudid": matches(r"[0-9a-f]{40}"),
    "device_uuid": is_uuid,
    "wx_openid": matches(r"oTuo0x[\w-]{22}"),
    "qq": matches(r"9000\d{7}"),
    "url": matches(r"https://(m|img|oss)\.example\.com/\S+"),
    "secret_column": matches(r"\$2b\$12\$[./A-Za-z0-9]{53}|[\w-]{40}"),
    "gender": matches(r"男|女|1|2"),
    "ethnic_group": matches(r"[\u4e00-\u9fff]{1,4}族"),
    "date_of_birth": is_birth,
    "cn_passport": matches(r"E0{4}\d{4}|G0{4}\d{4}|E[A-HJ-K]0{3}\d{4}"),
    "cn_hrp": matches(r"[HM]\d{10}"),
    "cn_driver_file_no": matches(r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d\d0\d{7}"),
    "cn_waybill": matches(r"JD00\d{11}|SF0\d{12}|(YT|JT)\d{13}"),
    "waybill_no": matches(r"JD00\d{11}|SF0\d{12}|(YT|JT)\d{13}"),
    "geo_latlon": is_place,
    "geo_track": is_place,
    "face_vector": lambda v: -1 <= float(v) <= 1,
    "account_id": matches(r"jd_[0-9a-z]+|2088\d{12}"),
    "order_id": matches(r"7\d{11}"),
    "ticket_id": matches(r"TK26\d{9}"),
    "tenant_id": matches(r"mch_\d{5}"),
    "staff_id": matches(r"cy\d{6}"),
    "image_bytes": lambda v: v.startswith("ffd8ff"),
    "audio_bytes": lambda v: bytes.fromhex(v).startswith(b"RIFF"),
    "cn_hmt_residence": lambda v: re.fullmatch(r"8[123]0000\d{11}[\dX]", v) is not None and mod_11_2(v[:17]) == v[17] and invented_birth(day(v[6:14]), False),
    "cn_tbz": matches(r"0000\d{4}"),
    "cn_military_id": matches(r"[军士文兵]字第0000\d{3}号"),
    "cn_bizreg15": lambda v: re.fullmatch(r"[1-6]\d{5}0000\d{5}", v) is not None and mod_11_10(v),
    "cn_iot_number": matches(r"(1410|1440|1441|148\d|146\d)\d{9}"),
    "cn_postcode": matches(r"[1-7]\d{5}"),
    "cn_division6": matches(r"[1-6]\d{5}"),
    "health_text": matches(r"[^a-zA-Z]{4,20}"),
    "religion": matches(r"[\u4e00-\u9fff]{1,3}教"),
    "income": lambda v: 0 <= float(v) < 5000,
    # Of no column; what look-alikes must not be.
    "cn_id15": matches(r"[1-6]\d{5}\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}"),
    "cn_ss_card": matches(r"[A-Z]0{4}\d{4}"),
}


# Of these a value alone cannot be told from a hash or a date: that columns of
# such are not them is for names and joint evidence to say.
SHAPES = {"openudid", "oaid_hex64", "date_of_birth"}


# --- reading ---

def leaves(path, typ, array, owner, row_slots):
    """Yields path, rows, slots and values of every leaf below array; owner is
    the row of each element."""
    if pa.types.is_dictionary(typ):
        array, typ = array.dictionary_decode(), typ.value_type
    if pa.types.is_struct(typ):
        valid = array.is_valid().to_pylist()
        for i, field in enumerate(typ):
            child = array.field(i)
            if not all(valid):
                child = pa.compute.if_else(array.is_valid(), child, pa.scalar(None, child.type))
            yield from leaves(f"{path}.{field.name}", field.type, child, owner, row_slots)
    elif pa.types.is_map(typ) or pa.types.is_list(typ):
        rows, slots = [], []
        for row, cell in zip(owner, array.to_pylist()):
            rows += [row] * len(cell or ())
            slots += range(len(cell or ()))
        if pa.types.is_map(typ):
            yield from leaves(path + "{}.key", typ.key_type, flat(array, 0), rows, slots)
            yield from leaves(path + "{}.value", typ.item_type, flat(array, 1), rows, slots)
        else:
            yield from leaves(path + "[]", typ.value_type, array.flatten(), rows, slots)
    else:
        yield path, owner, row_slots, array.to_pylist()


def flat(maps, which):
    cells = [pair[which] for cell in maps.to_pylist() for pair in cell or ()]
    return pa.array(cells, maps.type.key_type if which == 0 else maps.type.item_type)


def read(file):
    table = pq.ParquetFile(file).read()
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        rows = range(len(column))
        yield from leaves(name, column.type, column, rows, [0] * len(column))


class Lake:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.truth = json.loads((self.root / "truth.json").read_text())
        self.cells = {}  # table -> path -> [(file, row, slot, value)]
        self.rows = collections.Counter()
        self.wrong = []
        self.checked = 0
        for t in self.truth["tables"]:
            columns = self.cells[t["name"]] = collections.defaultdict(list)
            for file in sorted((self.root / t["name"]).rglob("*.parquet")):
                name, n = str(file.relative_to(self.root)), pq.ParquetFile(file).metadata.num_rows
                self.rows[t["name"]] += n
                for path, rows, slots, values in read(file):
                    columns[path] += zip([name] * len(values), rows, slots, values)
        self.spans = collections.defaultdict(list)
        for line in (self.root / "spans.jsonl").open():
            s = json.loads(line)
            self.spans[s["table"], s["path"]].append(s)

    def check(self, ok, *message):
        self.checked += 1
        if not ok:
            self.wrong.append(" ".join(map(str, message)))


# --- the checks ---

def counts(lake):
    for t in lake.truth["tables"]:
        columns = lake.cells[t["name"]]
        lake.check(t["rows"] == lake.rows[t["name"]], t["name"], "rows", t["rows"], lake.rows[t["name"]])
        lake.check(set(columns) == {c["path"] for c in t["columns"]}, t["name"], "other columns than the truth")
        for c in t["columns"]:
            where = f"{t['name']} {c['path']}"
            cells = columns[c["path"]]
            absent = 0
            if "[]" not in c["path"] and "{}" not in c["path"]:
                absent = lake.rows[t["name"]] - len(cells)
            values = [v for *_, v in cells if v is not None]
            nullish = [v for v in values if v in NULLISH] if c.get("nullish") else []
            lake.check(c["values"] == len(cells) + absent, where, "values", c["values"], len(cells) + absent)
            lake.check(c["nulls"] == len(cells) + absent - len(values), where, "nulls", c["nulls"])
            lake.check(c.get("nullish", 0) == len(nullish), where, "nullish", c.get("nullish", 0), len(nullish))
            if c.get("verdict") in ("is", "unknown") and c.get("planted") and not lake.spans[t["name"], c["path"]]:
                planted(lake, where, c, [v for v in values if v not in NULLISH or not c.get("nullish")])


def planted(lake, where, c, values):
    """Every value of a column that is something must be it."""
    for cls, n in c["planted"].items():
        valid = sum(VALID[cls](canonical(cls, v)) for v in values)
        lake.check(n == valid == len(values), where, cls, "planted", n, "valid", valid, "of", len(values))
    cls = next(iter(c["planted"]))
    odd = sum(isinstance(v, str) and v != canonical(cls, v) for v in values) if len(c["planted"]) == 1 else 0
    lake.check(c.get("dirty", 0) == odd, where, "dirty", c.get("dirty", 0), "odd", odd)


def texts(lake):
    """Spans must be right, and complete."""
    for t in lake.truth["tables"]:
        for c in t["columns"]:
            if c.get("verdict") == "contains" or lake.spans[t["name"], c["path"]]:
                text_column(lake, t["name"], c)


def text_column(lake, table, c):
    where = f"{table} {c['path']}"
    cells = {(f, r, s): v for f, r, s, v in lake.cells[table][c["path"]]}
    holders, told = collections.defaultdict(set), collections.Counter()
    for s in lake.spans[table, c["path"]]:
        key = s["file"], s["row"], s.get("slot", 0)
        raw = cells[key].encode()
        v, before, after = (raw[a:b].decode() for a, b in ((s["start"], s["end"]), (0, s["start"]), (s["end"], None)))
        holders[s["class"]].add(key)
        if s.get("form") == "base64":
            v = base64.b64decode(v).decode()
        else:
            told[s["class"]] += 1
        lake.check(VALID[s["class"]](canonical(s["class"], v)), where, s["class"], "span is no such value")
        if s["class"] == "cn_person_name":
            cue = before.endswith(LABELS) or after.startswith(TITLES)
            lake.check(cue == s.get("cue", False), where, "cue", s.get("cue"), "row", s["row"])
    for cls, n in c.get("planted", {}).items():
        if cls != c.get("class") or c["verdict"] == "contains":
            lake.check(n == len(holders[cls]), where, cls, "planted", n, "cells", len(holders[cls]))
    if c["verdict"] != "contains" and c["class"] != "cn_mobile":
        lake.check(c["planted"][c["class"]] == sum(v is not None for v in cells.values()), where, "not all are", c["class"])
    found = collections.Counter()
    for v in filter(None, cells.values()):
        v = unicodedata.normalize("NFKC", v)
        found["cn_mobile"] += len(re.findall(r"(?<!\d)1[3-9]\d[ -]?0000[ -]?\d{4}(?!\d)", v))
        found["cn_id18"] += sum(is_id18(m) for m in re.findall(r"(?<![\dA-Za-z])\d{17}[\dX](?![\dA-Za-z])", v))
        found["cn_landline"] += len(re.findall(r"(?<!\d)0\d{2,3}-[2-8]0{3}\d{3,4}(?!\d)", v))
        found["email"] += len(re.findall(r"[\w.]+@example\.com", v))
        found["bank_card"] += sum(is_card(m) for m in re.findall(r"(?<!\d)\d{16,19}(?!\d)", v))
        found["cn_plate"] += len(re.findall(rf"[{PROVINCES}][A-HJ-N][0-9A-HJ-NP-Z]{{5,6}}(?![0-9A-Z])", v))
        found["cn_waybill"] += len(re.findall(r"(?<![A-Z0-9])(?:JD00\d{11}|SF0\d{12}|[YJ]T\d{13})(?!\d)", v))
        found["cn_address"] += len(re.findall(r"9\d{3}号", v))
    for cls, n in found.items():
        lake.check(n == told[cls], where, cls, "in the text", n, "told", told[cls])


def look_alikes(lake):
    """Look-alikes pass by chance and share no value with what is planted."""
    owned = collections.defaultdict(set)
    for t in lake.truth["tables"]:
        for c in t["columns"]:
            if c.get("verdict") == "is" and c.get("planted") and not c.get("not"):
                for *_, v in lake.cells[t["name"]][c["path"]]:
                    if v is not None and (cls := c["class"]) not in ("gender", "date_of_birth"):
                        owned[cls].add(canonical(cls, v))
    for t in lake.truth["tables"]:
        for c in t["columns"]:
            values = [v for *_, v in lake.cells[t["name"]][c["path"]] if v is not None]
            for cls in c.get("not", ()):
                where = f"{t['name']} {c['path']} is not {cls}:"
                passing = 0 if cls in SHAPES else sum(VALID[cls](canonical(cls, v)) for v in values)
                lake.check(values and passing <= 0.15 * len(values), where, passing, "pass of", len(values))
            for cls in owned if c.get("not") else ():
                shared = {canonical(cls, v) for v in values} & owned[cls]
                lake.check(len(shared) < 3, f"{t['name']} {c['path']} shares {len(shared)} values with {cls}")


def column(lake, table, path):
    return [v for *_, v in lake.cells[table][path]]


def joins(lake):
    for table, path in (("order", "order_id"), ("waybill", "waybill_no"), ("waybill", "order_id"), ("ticket", "ticket_id")):
        values = column(lake, table, path)
        lake.check(len(values) == len(set(values)), table, path, "repeats")
    per_file = collections.Counter((f.split("/")[1], v) for f, _, _, v in lake.cells["account"]["account_id"])
    lake.check(max(per_file.values()) == 1, "an account has two rows in one snapshot")
    opened = [k for k, end in zip(column(lake, "staff", "staff_id"), column(lake, "staff", "end_date")) if end.year == 9999]
    lake.check(sorted(opened) == sorted(set(column(lake, "staff", "staff_id"))), "not each of the staff has one open version")
    pins = dict(zip(column(lake, "order", "order_id"), column(lake, "order", "user_pin")))
    accounts, staff = set(column(lake, "account", "account_id")), set(column(lake, "staff", "staff_id"))
    for table in ("waybill", "ticket"):
        for order, account in zip(column(lake, table, "order_id"), column(lake, table, "account_id")):
            lake.check(order is None or pins.get(order) == account, table, "has an order of somebody else")
    waybills = set(column(lake, "waybill", "waybill_no"))
    for table in ("waybill", "device_log", "realname", "bank_binding", "ticket"):
        lake.check(set(column(lake, table, "account_id")) - {None} <= accounts, table, "has unknown accounts")
    for table in ("waybill", "ticket", "track"):
        lake.check(set(column(lake, table, "staff_id")) <= staff, table, "has unknown staff")
        lake.check(set(column(lake, table, "waybill_no")) - {None} <= waybills, table, "has unknown waybills")
    for account, gender, born in zip(column(lake, "account", "id_no"), column(lake, "account", "gender"), column(lake, "account", "birthday")):
        if account is not None and is_id18(number := canonical("cn_id18", account)):
            lake.check(gender is None or (int(number[16]) % 2 == 1) == (gender == "男"), "account gender contradicts the number")
            lake.check(born is None or born == day(number[6:14]), "account birthday contradicts the number")


def main():
    lake = Lake(sys.argv[1])
    counts(lake)
    texts(lake)
    look_alikes(lake)
    if "account_id" in lake.cells.get("waybill", ()):
        joins(lake)
    for line, n in collections.Counter(lake.wrong).items():
        print(f"{line} ({n} times)" if n > 1 else line)
    print(lake.checked, "checked")


main()
