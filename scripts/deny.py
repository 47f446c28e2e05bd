"""Holds every crate in Cargo.lock against deny.toml: its licence, where it comes from, whether it is banned. No net, nothing to compile.

cargo-deny does the same and more (known faults, confidence in a licence's text); it takes minutes to compile, so CI asks this.
`python3 -m doctest scripts/deny.py` tries it out.
"""
import json
import re
import subprocess
import sys
import tomllib

CRATES_IO = ("registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/")


def is_allowed(expression, allowed):
    """Whether an SPDX expression can be met by licences that are allowed.

    >>> [is_allowed(it, {"MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"}) for it in ("MIT", "GPL-3.0", "MIT/GPL-3.0", "MIT AND GPL-3.0")]
    [True, False, True, False]
    >>> [is_allowed(it, {"MIT", "Zlib"}) for it in ("(MIT OR GPL-3.0) AND Zlib", "MIT OR GPL-3.0 AND LGPL-2.1", "GPL-3.0 OR (LGPL-2.1 AND MIT)")]
    [True, True, False]
    >>> [is_allowed("Apache-2.0 WITH LLVM-exception", it) for it in ({"Apache-2.0"}, {"Apache-2.0 WITH LLVM-exception"})]
    [False, True]
    """
    tokens = re.findall(r"[()]|[^()\s]+", re.sub(r"\s+WITH\s+", "+WITH+", expression.replace("/", " OR ")))
    tokens.append("")

    def one():
        token = tokens.pop(0)
        if token == "(":
            met = either()
            assert tokens.pop(0) == ")", expression
            return met
        return token.replace("+WITH+", " WITH ") in allowed

    def chain(word, part, join):
        met = [part()]
        while tokens[0] == word:
            tokens.pop(0)
            met.append(part())
        return join(met)

    def both():
        return chain("AND", one, all)

    def either():
        return chain("OR", both, any)

    met = either()
    assert tokens == [""], expression
    return met


def find_problems(rules, metadata):
    """Names each crate that a rule forbids, and the rule.

    >>> rules = {"licenses": {"allow": ["MIT"]}, "bans": {"deny": [{"name": "native-tls"}]}}
    >>> crate = lambda name, licence, source: {"name": name, "version": "1", "license": licence, "source": source}
    >>> crates = [crate("a", "GPL-3.0", CRATES_IO[0]), crate("native-tls", "MIT", CRATES_IO[0]), crate("b", "MIT", "git+https://x"), crate("c", None, CRATES_IO[0])]
    >>> for problem in find_problems(rules, {"packages": crates}): print(problem)
    a 1: its licence `GPL-3.0` is not allowed
    native-tls 1: it is banned
    b 1: it comes from `git+https://x`
    c 1: its licence `None` is not allowed
    """
    allowed = set(rules["licenses"]["allow"])
    banned = {one["name"] for one in rules["bans"].get("deny", [])}
    for package in metadata["packages"]:
        shown = f"{package['name']} {package['version']}"
        if not is_allowed(package["license"] or "NONE", allowed):
            yield f"{shown}: its licence `{package['license']}` is not allowed"
        if package["name"] in banned:
            yield f"{shown}: it is banned"
        # Our own has no source.
        if package["source"] and not package["source"].startswith(CRATES_IO):
            yield f"{shown}: it comes from `{package['source']}`"
        if any(one["req"] == "*" and not package["source"] for one in package.get("dependencies", [])):
            yield f"{shown}: it asks for any version of a crate"


def main():
    rules = tomllib.load(open("deny.toml", "rb"))
    [target] = rules["graph"]["targets"]
    asked = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", target]
    metadata = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    problems = list(find_problems(rules, metadata))
    print(*problems, sep="\n", file=sys.stderr, end="\n" if problems else "")
    print(f"{len(metadata['packages'])} crates, {len(problems)} not as deny.toml wants them", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
