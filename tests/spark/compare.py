"""Whether Spark says of every text what DuckDB says: each function of queries/dialect/ of both, over the same inputs, row by row and exactly.

SEED draws other damaged texts, MORE=500 more of them, ZONE another zone of the session, ONLY='name name' some functions.
"""

import itertools
import os
import re
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession

from texts import all_texts

DIALECT = Path("queries/dialect")
SHOWN = int(os.environ.get("SHOWN", "5"))
TYPES = {"string": "VARCHAR", "int": "INTEGER", "bigint": "BIGINT", "boolean": "BOOLEAN", "decimal(18, 4)": "DECIMAL(18,4)",
         "timestamp_ntz": "TIMESTAMP", "date": "DATE", "array<string>": "VARCHAR[]"}
FORMATS = ["%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d.%m.%y", "%d/%m/%y", "%Y-%m-%d",
           "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f", "%d-%b-%Y", "%d-%b-%y", "%Y%m%d", "%Y%m%d%H%M%S", "%H:%M %d/%m/%Y", "%I:%M %p, %d-%m-%Y"]
# Not by timestampdiff, which takes an instant without a zone for one of the session's (findings/spark_hours_a_zone_skipped.sh).
MICROSECONDS = "unix_date(cast(a as date)) * 86400000000 + hour(a) * 3600000000 + minute(a) * 60000000L + cast(cast(extract(second from a) as decimal(20, 6)) * 1000000 as bigint)"
INSTANTS = [datetime(*parts) for parts in (
    (1, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 2, 28), (1906, 6, 30, 23, 59, 59), (1911, 5, 1), (1942, 12, 31, 23, 30), (1943, 1, 1), (1945, 3, 14, 23, 30), (1959, 12, 31, 23, 30), (1969, 12, 31, 23, 59, 59, 999999), (1970, 1, 1),
    (1975, 6, 12, 23, 30), (1975, 6, 13), (2000, 2, 29), (2023, 2, 28), (2023, 12, 18), (2023, 12, 18, 0, 0, 0, 1), (2023, 12, 18, 0, 0, 0, 500000), (2023, 12, 18, 0, 0, 1),
    (2023, 12, 18, 16, 30), (2023, 12, 18, 16, 30, 59, 999999), (2023, 12, 31, 23, 59, 59, 999999), (2024, 1, 1), (2024, 2, 29), (2024, 2, 29, 12), (2024, 3, 1),
    (2026, 11, 29), (2026, 11, 30), (2026, 12, 1), (2026, 12, 2), (2026, 12, 3), (2026, 12, 4), (2026, 12, 5), (9999, 12, 31), (9999, 12, 31, 23, 59, 59))]


def statements(dialect):
    """Those of the folder itself first: they set what a session must be."""
    for path in sorted(DIALECT.rglob(dialect), key=lambda path: (len(path.parts), path)):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--")]
        for statement in "\n".join(lines).split(";\n"):
            if statement.strip():
                yield path, statement.strip().removesuffix(";")


def signatures():
    """The functions by name: parameters by DuckDB's names with Spark's types, and the type of what each gives."""
    for _, statement in statements("spark.sql"):
        if found := re.match(r"create or replace temporary function (\w+)\((.*?)\)\s+returns\s+(\w+(?:<\w+>|\(\d+, \d+\))?)\s", statement, re.S):
            yield found[1], [tuple(parameter.strip().split(" ", 1)) for parameter in found[2].split(",") if parameter.strip()], found[3]


# What staging makes of several: a function in another's place is not always let through.
TOGETHER = [
    ("parse_number(json_sum(t))", [("t", "string")], "decimal(18, 4)"), ("parse_count(json_size(t))", [("t", "string")], "bigint"),
    ("parse_count(json_item(t, 1))", [("t", "string")], "bigint"), ("normalized_code(json_item(t, 1))", [("t", "string")], "string"),
    ("parse_timestamp(json_latest(t, t))", [("t", "string")], "timestamp_ntz"), ("parse_timestamp(month_before_day(t))", [("t", "string")], "timestamp_ntz"),
    ("promised_until(parse_timestamp(t))", [("t", "string")], "timestamp_ntz"), ("coalesce(day_number_1904(t), parse_timestamp(t))", [("t", "string")], "timestamp_ntz"),
    ("iso_weekday(cast(parse_timestamp(t) as date))", [("t", "string")], "bigint"), ("text_digest(text_key(t))", [("t", "string")], "string"),
    ("case when json_flag(t) in ('0', '1') then parse_count(json_flag(t)) = 1 end", [("t", "string")], "boolean"),
]


def inputs(texts, ask):
    """What each function is asked about; what another function hands on stands beside what no function would."""
    every = list(dict.fromkeys(itertools.chain.from_iterable(texts.values())))
    handed = {
        "bare": ask("bare_code(t)", every), "n": ask("bare_number(t)", every), "p": ask("plain_instant(t)", every), "code": ask("normalized_code(t)", every),
    }
    digits = ["0", "1", "01", "9", "12", "012", "13", "31", "00", "99"]
    lists = texts["lists"]
    few = texts["days"][:220:5] + texts["days"][220:] if len(texts["days"]) > 220 else texts["days"]
    pairs = [*((text, text) for text in lists), *itertools.product(lists[:130:6] + [None], lists[:130] + [None])]
    by_name = {
        "part_marks": list(itertools.product(digits, digits, ["2023", "23", "69"])),
        "timestamp_by_format": list(itertools.product(dict.fromkeys(texts["days"][:230] + few), FORMATS)),
        "number_by_mark": list(itertools.product(texts["numbers"], [".", ","])),
        "parse_decimal": list(itertools.product(texts["numbers"], [".", ",", ".,"])),
        "json_item": list(itertools.product(lists, range(1, 5))),
        "json_holds": list(itertools.product(lists, ["a", "", "ế", "1", "DOSSIER_SYNC", "ORIGINAL_RESULT_AVAILABLE"])),
        "json_latest": list(dict.fromkeys(pairs)),
        "days_between": list(itertools.product([*INSTANTS, None], repeat=2)),
    }

    def of(name, parameters):
        if name in by_name:
            return by_name[name]
        if not parameters:
            return [()]
        (parameter, kind), *others = parameters
        assert not others, f"nobody says what `{name}` is asked about"
        if kind == "timestamp_ntz":
            return [(instant,) for instant in [*INSTANTS, None]]
        if kind == "date":
            return [(instant.date(),) for instant in INSTANTS] + [(None,)]
        return [(text,) for text in dict.fromkeys([*every, *handed.get(parameter, [])])]

    return of


class Engine:
    """One engine, asked for a whole table at once; where that fails, ever smaller parts of it, until the row that fails is known."""

    def rows(self, call, kind, first, last):
        raise NotImplementedError

    def ask(self, call, kind, number):
        answers, parts, failures = {}, [(0, number)], 0
        while parts:
            first, last = parts.pop()
            try:
                answers |= dict(self.rows(call, kind, first, last))
            except Exception as error:
                if last - first > 1 and failures < 10:
                    middle = (first + last) // 2
                    parts += [(middle, last), (first, middle)]
                else:
                    failures += 1
                    answers |= {i: ("error", str(error).strip().split("\n")[0][:160]) for i in range(first, last)}
        return [answers[i] for i in range(number)]


class DuckEngine(Engine):
    def __init__(self):
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("set TimeZone = 'UTC'")
        for path, statement in statements("duckdb.sql"):
            self.connection.execute(statement)

    def load(self, path):
        self.path = path

    def rows(self, call, kind, first, last):
        shown = {"timestamp_ntz": "epoch_us(a)", "date": "a - date '1970-01-01'", "decimal(18, 4)": "cast(a as varchar)"}.get(kind, "a")
        sql = f"select i, {shown}, typeof(a) from (select i, {call} as a from read_parquet('{self.path}') where i >= {first} and i < {last}) order by i"
        for i, answer, found in self.connection.execute(sql).fetchall():
            # Of nothing but null the type says nothing.
            right = answer is None or found == TYPES[kind]
            yield i, answer if right else ("type", found, answer)

    def one(self, call, texts):
        """What `call` makes of each text, to ask other functions about."""
        return [row[0] for row in self.connection.execute(f"select {call} from (select unnest($1::varchar[]) as t)", [texts]).fetchall()]


class SparkEngine(Engine):
    def __init__(self, folder):
        builder = SparkSession.builder.master("local[1]").appName("dialect")
        for name, value in {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.driver.memory": "2g", "spark.driver.bindAddress": "127.0.0.1",
                            "spark.driver.host": "127.0.0.1", "spark.sql.warehouse.dir": folder, "spark.local.dir": folder, "spark.log.level": "OFF"}.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.refused = []
        for path, statement in statements("spark.sql"):
            if "ZONE" in os.environ and statement.startswith("set spark.sql.session.timeZone"):
                statement = f"set spark.sql.session.timeZone = {os.environ['ZONE']}"
            try:
                self.session.sql(statement)
            except Exception as error:
                self.refused.append(f"{path} is refused: {statement[:70]!r}: {str(error)[:300]}")

    def load(self, path):
        self.session.read.parquet(path).createOrReplaceTempView("inputs")

    def rows(self, call, kind, first, last):
        shown = {"timestamp_ntz": MICROSECONDS, "date": "datediff(a, date '1970-01-01')", "decimal(18, 4)": "cast(a as string)"}.get(kind, "a")
        sql = f"select i, {shown} from (select i, {call} as a from inputs where i >= {first} and i < {last})"
        return [(row[0], row[1]) for row in self.session.sql(sql).collect()]


def write_inputs(connection, rows, parameters, path):
    """The inputs as both engines read them: Parquet, like the archive."""
    names = [name for name, _ in parameters]
    kinds = [TYPES[kind] for _, kind in parameters]
    columns = ", ".join(f"unnest(${at + 2}::{kind}[]) as {name}" for at, (name, kind) in enumerate(zip(names, kinds)))
    values = [[row[at] for row in rows] for at in range(len(names))]
    sql = f"create or replace temp table inputs as select unnest($1::integer[]) as i{', ' if columns else ''}{columns}"
    connection.execute(sql, [list(range(len(rows))), *values])
    connection.execute(f"copy inputs to '{path}' (format parquet)")


def same(duck, spark):
    """Both fail, or both give the same; a list of texts is one by its texts."""
    if isinstance(duck, tuple) and isinstance(spark, tuple):
        return duck[0] == spark[0] == "error"
    return type(duck) is type(spark) and duck == spark


def main():
    began = time.monotonic()
    seed, more = int(os.environ.get("SEED", "23")), int(os.environ.get("MORE", "0"))
    only = os.environ.get("ONLY", "").split()
    asked = differing = 0
    with tempfile.TemporaryDirectory() as folder:
        duck, spark = DuckEngine(), SparkEngine(folder)
        zone = spark.session.conf.get("spark.sql.session.timeZone")
        print(f"duckdb {duckdb.__version__}, spark {spark.session.version}, zone {zone}, seed {seed}, {more} more")
        for refusal in spark.refused:
            print(refusal)
        of = inputs(all_texts(seed, more), duck.one)
        for name, parameters, kind in [*sorted(signatures()), *TOGETHER]:
            if only and not any(name.startswith(start) for start in only):
                continue
            began_here = time.monotonic()
            rows = [row if isinstance(row, tuple) else (row,) for row in of(name, parameters)]
            path = f"{folder}/inputs-{asked}.parquet"
            write_inputs(duck.connection, rows, parameters, path)
            call = f"{name}({', '.join(parameter for parameter, _ in parameters)})"
            if "(" in name:
                call = name
            if name == "timestamp_by_format":
                # A format is a constant for DuckDB: it is written out for each.
                call = "case f " + " ".join(f"when '{form}' then {name}(t, '{form}')" for form in FORMATS) + " end"
            answers = []
            for engine in (duck, spark):
                engine.load(path)
                answers.append(engine.ask(call, kind, len(rows)))
            differences = [(row, a, b) for row, a, b in zip(rows, *answers) if not same(a, b)]
            asked, differing = asked + len(rows), differing + len(differences)
            print(f"{name}: {len(rows)} inputs, {len(differences)} differences ({time.monotonic() - began_here:.1f} s)", flush=True)
            for row, a, b in differences[:SHOWN]:
                print(f"    {', '.join(map(repr, row))}\n        duckdb {a!r}\n        spark  {b!r}")
        spark.session.stop()
    print(f"{asked} inputs, {time.monotonic() - began:.0f} s")
    if differing or spark.refused or not asked:
        sys.exit(f"{differing} differences, {len(spark.refused)} statements refused")
    print("no difference")


if __name__ == "__main__":
    main()
