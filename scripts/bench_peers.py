#!/usr/bin/env python3
"""One piece of work as others do it, in a process of its own: scripts/bench.py runs it beside ours. Prints CPU seconds, then the most MB held."""
import resource
import sys

# As many threads, and as much memory, as a build of ours takes.
ENGINE = "set threads = 2; set max_memory = '3GB'"


def engine(statement):
    import duckdb
    connection = duckdb.connect()
    connection.execute(ENGINE)
    connection.execute(statement)


def duckdb_archive(csv, out):
    engine(f"copy (select * from read_csv('{csv}', delim = ';', header = true, all_varchar = true)) to '{out}' (format parquet, compression zstd)")


def duckdb_typed(archive, out):
    """The columns of the sample in their types, as whoever knows the file would write it."""
    days = ["Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả", "Ngày yêu cầu bổ sung", "Ngày bổ sung xong"]
    numbers = ["Số lần yêu cầu bổ sung", "Phí, lệ phí (đồng)"]
    typed = [f"""try_strptime("{day}", '%d/%m/%Y %H:%M:%S') as "{day}\"""" for day in days]
    typed += [f"""try_cast("{number}" as bigint) as "{number}\"""" for number in numbers]
    engine(f"copy (select * replace ({', '.join(typed)}) from '{archive}') to '{out}' (format parquet, compression zstd)")


def duckdb_latest(typed, out):
    engine(f"""copy (select * from '{typed}' qualify row_number() over (partition by "Mã hồ sơ" order by "STT" desc) = 1)
        to '{out}' (format parquet, compression zstd)""")


def polars_archive(csv, out):
    import polars
    polars.scan_csv(csv, separator=";", infer_schema=False).sink_parquet(out, compression="zstd")


def fastexcel_arrow(workbook):
    import fastexcel
    fastexcel.read_excel(workbook).load_sheet(0).to_arrow()


def calamine_rows(workbook):
    import python_calamine
    sum(1 for _ in python_calamine.CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).iter_rows())


def openpyxl_rows(workbook):
    import openpyxl
    sum(1 for _ in openpyxl.load_workbook(workbook, read_only=True).active.iter_rows(values_only=True))


globals()[sys.argv[1]](*sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss >> 10}")
