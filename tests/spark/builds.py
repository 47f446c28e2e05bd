"""Whether a build that Spark works out is the one that DuckDB does: every relation row by row, every event of every metric, every answer.

    builds.py PROGRAM [demo] [dirty]

SEED and ROWS draw another dirty archive. KEEP=DIR leaves the two published files there.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyspark
from pyspark.sql import SparkSession

from dirty_office import write_content, write_exports

PROGRAM = Path(sys.argv[1]).resolve()
OFFICES = sys.argv[2:] or ["demo", "dirty"]
SEED, ROWS = int(os.environ.get("SEED", "23")), int(os.environ.get("ROWS", "1500"))
SHOWN = int(os.environ.get("SHOWN", "5"))
EVENT = "agency_code, on_day, subject_id, kind, numerator, denominator"
QUIET = """status = error
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n%ex
"""
SETTINGS = """spark.ui.enabled false
spark.sql.shuffle.partitions 4
spark.driver.memory 2g
spark.driver.bindAddress 127.0.0.1
spark.driver.host 127.0.0.1
"""


class Office:
    """A data folder, and what is said to the program of it."""

    def __init__(self, folder, content=None):
        self.folder, self.data = folder, folder / "data"
        self.content = ["--content", content] if content else []
        self.spark = folder / "spark"
        (folder / "motcua.toml").write_text('scope = "184"\n', encoding="utf-8")
        (self.spark / "bin").mkdir(parents=True)
        (folder / "conf").mkdir()
        (folder / "conf" / "spark-defaults.conf").write_text(SETTINGS, encoding="utf-8")
        (folder / "conf" / "log4j2.properties").write_text(QUIET, encoding="utf-8")
        real = Path(pyspark.__file__).parent
        program = self.spark / "bin" / "spark-sql"
        # The real one, which leaves what it read and wrote.
        program.write_text(f'#!/bin/sh\nSPARK_HOME="{real}" "{real}/bin/spark-sql" "$@"\nended=$?\ncp -r . "{self.spark}/kept"\nexit $ended\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def run(self, *arguments, okay=(0,)):
        environment = os.environ | {"SPARK_HOME": str(self.spark), "SPARK_CONF_DIR": str(self.folder / "conf"), "MOTCUA_LANG": "en"}
        data = [] if arguments[0] == "sample" else ["--data", self.data]
        command = [PROGRAM, "--config", self.folder / "motcua.toml", *self.content, *arguments, *data]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        if done.returncode not in okay:
            log = self.spark / "kept" / "spark.log"
            sys.exit(f"{' '.join(map(str, arguments))}: {done.returncode}\n{done.stdout}{done.stderr}" + (log.read_text()[-3000:] if log.exists() else ""))
        return done, time.monotonic() - began

    def published(self, name):
        """A copy of what is published."""
        newest = sorted(self.data.glob("warehouse-*.duckdb"))[-1]
        return shutil.copy(newest, self.folder / name)


def compare(name, columns, ours, theirs, connection):
    """Rows of one that the other has not, as often."""
    differing = 0
    for these, those, whose in ((ours, theirs, "duckdb"), (theirs, ours, "spark")):
        sql = f"select {columns} from {these} except all select {columns} from {those}"
        rows = connection.execute(f"select count(*) from ({sql})").fetchone()[0]
        differing += rows
        if rows:
            print(f"    {name}: {rows} rows of {whose} alone")
            for row in connection.execute(f"{sql} limit {SHOWN}").fetchall():
                print(f"        {row}")
    return differing


def compare_files(duck, spark):
    """Every table of two builds, and the columns of every relation."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, path in (("duck", duck), ("spark", spark)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        columns = "select table_name, column_name, column_index, data_type from duckdb_columns() where database_name = ? and not internal and schema_name = 'main'"
        described = [sorted(connection.execute(columns, [name]).fetchall()) for name in ("duck", "spark")]
        differing = len(set(described[0]) ^ set(described[1]))
        for one in sorted(set(described[0]) ^ set(described[1])):
            print(f"    column {one}")
        rows = 0
        tables = [row[0] for row in connection.execute("select table_name from duckdb_tables() where database_name = 'duck' and schema_name = 'main' order by 1").fetchall()]
        for table in tables:
            names = ", ".join(f'"{row[1]}"' for row in described[0] if row[0] == table)
            rows += connection.execute(f"select count(*) from duck.{table}").fetchone()[0]
            differing += compare(table, names, f"duck.{table}", f"spark.{table}", connection)
        return len(tables), rows, differing


def compare_events(duck, kept):
    """Every metric's events: those of DuckDB's own views, and its SQL asked of Spark over what Spark made."""
    script = (kept / "build.sql").read_text(encoding="utf-8")
    code = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    statements = [statement.strip() for statement in code.split(";\n") if statement.strip()]
    builder = SparkSession.builder.master("local[2]").appName("events").config("spark.log.level", "ERROR")
    for line in SETTINGS.splitlines():
        builder = builder.config(*line.split(" "))
    session = builder.config("spark.sql.warehouse.dir", str(kept / "none")).getOrCreate()
    events = {}
    for statement in statements:
        made = re.match(r"create table `(\w+)`", statement)
        summed = re.match(r"insert into metric_(?:day|once)\s.*?select '(\w+)' as metric_id.*? from (\(.*\))( where kind .*?)? group by", statement, re.S)
        if made and (kept / "out" / made[1]).exists() and not made[1].startswith("slice_"):
            session.read.parquet(str(kept / "out" / made[1])).createOrReplaceTempView(made[1])
        elif summed:
            events[summed[1]] = summed[2]
        elif statement.startswith("drop view dossier"):
            break
        elif "parquet.`" in statement:
            file = re.search(r"parquet\.`.*/in/(.*)`", statement)[1]
            name = re.search(r"view `?(\w+)`? as", statement)[1]
            session.read.parquet(str(kept / "in" / file)).createOrReplaceTempView(name)
        elif statement.startswith(("set ", "create or replace temporary")) and "view `dossier`" not in statement:
            session.sql(statement)
    differing = rows = 0
    with duckdb.connect(duck, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for metric, sql in events.items():
            to = kept / "events" / metric
            session.sql(f"select {EVENT} from {sql}").write.parquet(str(to))
            whole = "cast(numerator as hugeint) as numerator, cast(denominator as hugeint) as denominator"
            columns = EVENT.replace("numerator, denominator", whole)
            described = connection.execute(f"describe select {EVENT} from read_parquet('{to}/*.parquet')").fetchall()
            for column in described:
                wanted = "(TINY|SMALL|BIG|HUGE)?INT(EGER)?" if column[0].endswith("ator") else "DATE" if column[0] == "on_day" else "VARCHAR"
                if not re.fullmatch(wanted, column[1]):
                    differing += 1
                    print(f"    {metric}: {column[0]} is {column[1]}")
            rows += connection.execute(f"select count(*) from event_{metric}").fetchone()[0]
            differing += compare(f"events of {metric}", columns, f"event_{metric}", f"read_parquet('{to}/*.parquet')", connection)
    session.stop()
    return len(events), rows, differing


def fill(office, kind):
    if kind == "demo":
        office.run("demo")
        return
    for path, day, connector in write_exports(office.folder, SEED, ROWS):
        office.run("ingest", path, "--snapshot-on", day, "--connector", connector or "generic_csv", okay=(0, 1))
    # Those of the first system would be of either.
    samples = sorted(path for path in Path("connectors").glob("*/sample.*") if path.parent.name != "generic_dossiers")
    office.run("ingest", *samples, "--snapshot-on", "2026-10-01", "--period", "2026-09", okay=(0, 1))


def main():
    failed = 0
    for kind in OFFICES:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            office = Office(folder, write_content(folder / "own") if kind == "dirty" else None)
            fill(office, kind)
            _, by_duck = office.run("build", "--force", okay=(0, 1))
            duck = office.published("duck.duckdb")
            _, by_spark = office.run("build", "--force", "--engine", "spark", "--master", "local[2]", okay=(0, 1))
            spark = office.published("spark.duckdb")
            tables, rows, differing = compare_files(duck, spark)
            print(f"{kind}: {tables} tables, {rows} rows, {differing} differences ({by_duck:.1f} s by DuckDB, {by_spark:.1f} s by Spark)", flush=True)
            metrics, events, of_events = compare_events(duck, office.spark / "kept")
            print(f"{kind}: {metrics} metrics, {events} events, {of_events} differences", flush=True)
            verified, _ = office.run("verify", "--rebuild", okay=(0, 1))
            print("\n".join(f"{kind}: {line}" for line in (verified.stdout + verified.stderr).splitlines() if "answers" in line or "differ" in line))
            failed += differing + of_events + (verified.returncode != 0) + (not metrics)
            if keep := os.environ.get("KEEP"):
                shutil.copytree(folder, Path(keep) / kind, dirs_exist_ok=True)
    print(f"duckdb {duckdb.__version__}, spark {pyspark.__version__}, seed {SEED}")
    sys.exit(f"{failed} differences" if failed else 0)


if __name__ == "__main__":
    main()
