#!/usr/bin/env python3
"""Runs clang-tidy on the sources that are built, two at a time, and remembers the clean ones.

    python3 tests/arch/tidy.py BUILD_FOLDER [FILE...]

The compile commands are g++'s: what clang can't use (precompiled headers, a few flags) is left out. A file is
looked at again when it, or a header it reaches, or .clang-tidy has changed since it was clean.
"""
import hashlib
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from check import Tree

ROOT = Path(__file__).resolve().parents[2]
JOBS = 2
# Tests, and the wasm build's entry points, which are compiled by another command line.
NOT_CHECKED = re.compile(r"_test\.cpp$|/test_\w+\.cpp$|/testing/|^tests/|^sdk/examples/|/wasm/")


def clang_command(command):
    command = re.sub(r"^\S*ccache\s+", "", command)
    command = re.sub(r"\s-include\s+\S*cmake_pch\.hxx|\s-Winvalid-pch|\s-fno-gnu-unique|\s-Werror\b", "", command)
    return re.sub(r"\s-W[\w-]+", "", command) + " -Wno-everything"


def compile_commands(build):
    """Writes the commands for clang and gives the folder they are in and the files they are for."""
    entries = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["file"])
        if file.is_relative_to(build) or not file.is_relative_to(ROOT) or not file.exists():
            continue
        relative = str(file.relative_to(ROOT))
        if file.suffix == ".cpp" and not NOT_CHECKED.search(relative):
            entries.setdefault(relative, {**entry, "command": clang_command(entry["command"])})
    folder = build / "tidy"
    (folder / "clean").mkdir(parents=True, exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(list(entries.values())))
    return folder, sorted(entries)


def stamps(files):
    """What changes with everything that a file's findings depend on: itself, the headers it reaches, the checks."""
    tree = Tree(ROOT)
    digests, includes = {}, {}

    def digest(file):
        return digests.setdefault(file, hashlib.sha256((ROOT / file).read_bytes()).hexdigest())

    def reached(file):
        found, waiting = {file}, [file]
        while waiting:
            current = waiting.pop()
            if current not in includes:
                includes[current] = {header for _, headers in tree.includes(current) for header in headers}
            waiting += includes[current] - found
            found |= includes[current]
        return found

    checks = digest(".clang-tidy")
    return {file: hashlib.sha256(" ".join([checks, *sorted(map(digest, reached(PurePosixPath(file))))]).encode()).hexdigest()
            for file in files}


def remembered(folder, file):
    """Where the stamp is kept that a file had when it was clean."""
    return folder / "clean" / file.replace("/", "+")


def read(path):
    return path.read_text() if path.exists() else ""


def tidy(folder, file):
    done = subprocess.run(["clang-tidy-14", "-p", str(folder), "--quiet", str(ROOT / file)],
                          capture_output=True, text=True)
    return done.returncode, done.stdout


def main():
    build = Path(sys.argv[1]).resolve()
    folder, files = compile_commands(build)
    if wanted := sys.argv[2:]:
        files = [file for file in files if file in wanted]
    stamp = stamps(files)
    todo = [file for file in files if read(remembered(folder, file)) != stamp[file]]
    started, failed = time.monotonic(), 0
    with ThreadPoolExecutor(JOBS) as pool:
        for file, (code, output) in zip(todo, pool.map(lambda f: tidy(folder, f), todo)):
            if code == 0:
                remembered(folder, file).write_text(stamp[file])
            else:
                failed += 1
                print(output.replace(f"{ROOT}/", ""), flush=True)
    print(f"clang-tidy: {len(files) - failed} clean, {failed} with findings, {len(todo)} looked at "
          f"in {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
