#!/usr/bin/env python3
"""CPU seconds of each test, dearest first, with those of the programs it starts; the machine may be busy with other things.

scripts/test_cpu.py BINARY [NAME…]     BINARY as `cargo test --no-run` names it, each NAME the whole name of a test
"""
import json
import os
import subprocess
import sys

binary, *names = sys.argv[1:]
environment = dict(os.environ, RUSTC_BOOTSTRAP="1")
options = ["-Z", "unstable-options", "--format", "json", "--test-threads", "1", *(["--exact"] if names else [])]
tests = subprocess.Popen([binary, *options, *names], stdout=subprocess.PIPE, env=environment, text=True)


def spent():
    """Own and ended children's time in user and system mode."""
    with open(f"/proc/{tests.pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


before, cost = 0.0, {}
for line in tests.stdout:
    event = json.loads(line) if line.startswith("{") else {}
    if event.get("type") == "test":
        if event["event"] == "started":
            before = spent()
        else:
            cost[event["name"]] = (spent() - before, event["event"])
for name, (seconds, outcome) in sorted(cost.items(), key=lambda one: -one[1][0]):
    print(f"{seconds:8.2f} {outcome:8} {name}")
print(f"{sum(seconds for seconds, _ in cost.values()):8.2f} of {len(cost)} tests")
sys.exit(tests.wait())
