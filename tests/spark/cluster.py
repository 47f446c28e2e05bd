"""A master and three workers as processes of this machine, one of them killed, stopped or slowed while a build runs: the right numbers or none.

    cluster.py PROGRAM [whole] [killed] [master] [slow]

ROWS draws a larger archive, SEED another one.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyspark

sys.argv, WANTED = sys.argv[:2], sys.argv[2:] or ["whole", "killed", "master", "slow"]

from builds import PROGRAM, Office, compare_files  # noqa: E402

HOME = Path(pyspark.__file__).parent
PORT = int(os.environ.get("PORT", "17077"))
MASTER = f"spark://127.0.0.1:{PORT}"


class Cluster:
    """Processes of Spark's own, each in a group of its own: what it begins dies with it."""

    def __init__(self, folder, conf):
        self.folder, self.environment = folder, os.environ | {"SPARK_HOME": str(HOME), "SPARK_CONF_DIR": str(conf), "SPARK_DAEMON_MEMORY": "256m"}
        self.master = self.start("master.Master", "--host", "127.0.0.1", "--port", str(PORT), "--webui-port", "0")
        self.workers = [self.worker(number) for number in range(3)]

    def start(self, name, *arguments):
        log = (self.folder / f"{name}-{time.monotonic_ns()}.log").open("w")
        command = [HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *arguments]
        return subprocess.Popen(command, stdout=log, stderr=log, env=self.environment, start_new_session=True)

    def worker(self, number):
        return self.start("worker.Worker", MASTER, "--host", "127.0.0.1", "--cores", "1", "--memory", "1200m", "--webui-port", "0", "--work-dir", str(self.folder / f"work-{number}"))

    def signal(self, process, what):
        if process.poll() is None:
            os.killpg(process.pid, what)

    def stop(self):
        for process in [*self.workers, self.master]:
            self.signal(process, signal.SIGKILL)
            process.wait()


def in_the_shuffle(shared, stop):
    """Waits until the largest model is being written."""
    while not stop.is_set():
        if any(shared.glob("motcua-spark-*/out/dossier/_temporary")):
            return True
        time.sleep(0.05)
    return False


def trouble(kind, cluster, shared, stop):
    if kind == "whole" or not in_the_shuffle(shared, stop):
        return
    print(f"{kind}: now, while the dossiers are written", flush=True)
    if kind == "killed":
        cluster.signal(cluster.workers[1], signal.SIGKILL)
    elif kind == "master":
        cluster.signal(cluster.master, signal.SIGKILL)
    elif kind == "slow":
        cluster.signal(cluster.workers[2], signal.SIGSTOP)
        stop.wait(20)
        cluster.signal(cluster.workers[2], signal.SIGCONT)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        office = Office(folder)
        with (folder / "conf" / "spark-defaults.conf").open("a") as conf:
            conf.write("spark.executor.memory 1g\nspark.executor.cores 1\nspark.executor.heartbeatInterval 5s\nspark.local.dir " + str(folder / "local") + "\n")
        rows = os.environ.get("ROWS", "20000")
        office.run("sample", "--out", folder / "sample", "--rows", rows)
        office.run("ingest", *sorted((folder / "sample").iterdir()), okay=(0, 1))
        _, by_duck = office.run("build", "--force", okay=(0, 1))
        duck = office.published("duck.duckdb")
        print(f"{rows} rows, {by_duck:.1f} s by DuckDB", flush=True)
        for kind in WANTED:
            shared, before = folder / f"shared-{kind}", {path.name for path in office.data.glob("warehouse-*.duckdb")}
            shared.mkdir()
            cluster, stop = Cluster(folder, folder / "conf"), threading.Event()
            troubling = threading.Thread(target=trouble, args=(kind, cluster, shared, stop))
            troubling.start()
            try:
                done, seconds = office.run("build", "--force", "--engine", "spark", "--master", MASTER, "--shared", shared, okay=(0, 1, 2))
            finally:
                stop.set()
                troubling.join()
                cluster.stop()
            after = {path.name for path in office.data.glob("warehouse-*.duckdb")}
            if done.returncode == 2:
                differing = after ^ before
                print(f"{kind}: refused after {seconds:.1f} s, published as before: {not differing}: {done.stderr.strip().splitlines()[0][:200]}", flush=True)
                failed += len(differing) + (kind == "whole")
            else:
                tables, found, differing = compare_files(duck, office.published(f"{kind}.duckdb"))
                print(f"{kind}: {tables} tables, {found} rows, {differing} differences, {seconds:.1f} s", flush=True)
                failed += differing
            failed += any(shared.iterdir())
    sys.exit(f"{failed} failed" if failed else 0)


if __name__ == "__main__":
    main()
