#!/bin/sh
# Spark 4.3.0 (PyPI pyspark==4.3.0, Java 17): date_format and timestampdiff take a TIMESTAMP_NTZ, which has no zone, for an instant of the session's zone.
# In Asia/Ho_Chi_Minh the last hour of 31/12/1942, 14/3/1945 and 31/12/1959 was skipped, and what is written in it moves an hour, into another day, month and year:
#   session zone           UTC                   Asia/Ho_Chi_Minh
#   t                      1959-12-31 23:30:00   1959-12-31 23:30:00
#   cast(t as string)      1959-12-31 23:30:00   1959-12-31 23:30:00
#   cast(t as date)        1959-12-31            1959-12-31
#   date_format(t, 'd/M/y H:mm')   31/12/1959 23:30    1/1/1960 0:30
#   timestampdiff(hour, timestamp_ntz '1959-12-31 00:00:00', t)   23   24
# The last moment of a day, where a term without an hour ends, is such an hour. So the dialect sets the session's zone to UTC and uses neither.
# Needs Java. Ends with an error if any of it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.3.0
cd "$folder"
nice venv/bin/python - 2>"$folder/log" <<'PYTHON'
import sys

from pyspark.sql import SparkSession

session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1").getOrCreate()
SKIPPED = ["1942-12-31", "1945-03-14", "1959-12-31"]
expected = {
    "UTC": [("31/12/1942 23:30", 23), ("14/3/1945 23:30", 23), ("31/12/1959 23:30", 23)],
    "Asia/Ho_Chi_Minh": [("1/1/1943 0:30", 24), ("15/3/1945 0:30", 24), ("1/1/1960 0:30", 24)],
}
wrong = 0
for zone, answers in expected.items():
    session.conf.set("spark.sql.session.timeZone", zone)
    for day, answer in zip(SKIPPED, answers):
        row = session.sql(f"""select cast(t as string), cast(cast(t as date) as string), date_format(t, 'd/M/y H:mm'), timestampdiff(hour, timestamp_ntz '{day} 00:00:00', t)
            from (select timestamp_ntz '{day} 23:30:00' as t)""").collect()[0]
        print(zone, *row)
        wrong += tuple(row) != (f"{day} 23:30:00", day, *answer)
print(f"spark {session.version}: {wrong} of 6 otherwise")
session.stop()
sys.exit(1 if wrong else 0)
PYTHON
