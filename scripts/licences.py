"""Writes the licences of the crates that are in the program, as their authors ask of whoever passes it on: python3 scripts/licences.py [TARGET] >FILE

What may be among them is checked by cargo-deny (deny.toml); this only gathers the texts from where cargo keeps the sources.
"""
import json
import pathlib
import subprocess
import sys

NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE", "COPYRIGHT")

target = sys.argv[1] if len(sys.argv) > 1 else "x86_64-unknown-linux-gnu"
engine = "duckdb.dll" if "windows" in target else "libduckdb.so"
asked = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
metadata = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = metadata["resolve"]["root"]

# What is linked in: no dependency of tests or of build scripts alone.
linked, waiting = set(), [root]
while waiting:
    one = waiting.pop()
    if one not in linked:
        linked.add(one)
        for dependency in nodes[one]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])

texts = {}
for one in sorted(linked - {root}, key=lambda one: (packages[one]["name"], packages[one]["version"])):
    package = packages[one]
    folder = pathlib.Path(package["manifest_path"]).parent
    found = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name.upper().startswith(NAMES)]
    shown = f"{package['name']} {package['version']} ({package['license'] or 'see below'})"
    text = "\n\n".join(path.read_text(errors="replace").strip() for path in found)
    texts.setdefault(text or f"No text in the crate; its licence is {package['license']}.", []).append(shown)

print(f"motcua is made with these crates. The engine, {engine}, is DuckDB: MIT, Copyright Stichting DuckDB Foundation.")
for text, crates in texts.items():
    print("\n" + "=" * 80 + "\n" + "\n".join(crates) + "\n" + "-" * 80 + "\n" + text)
print(f"{len(linked) - 1} crates", file=sys.stderr)
