#!/usr/bin/env python3
"""Runs clang-tidy on the sources that are built, two at a time, and remembers the clean ones.

    python3 tests/arch/tidy.py BUILD_FOLDER [FILE...]

The compile commands are g++'s: what clang can't use (precompiled headers, a few flags) is left out. A file is
looked at again when it, or any header of the project, or .clang-tidy has changed since it was clean.
"""
import hashlib
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(list(entries.values())))
    return folder, sorted(entries)


def stamp(file, headers):
    """Changes with everything that a file's findings depend on."""
    text = (ROOT / file).read_bytes() + (ROOT / ".clang-tidy").read_bytes() + headers
    return hashlib.sha256(text).hexdigest()


def headers_stamp():
    """A floor's headers decide about the files of all floors above; one stamp for all is enough."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "*.hpp"],
                            check=True, capture_output=True, text=True).stdout.split()
    digest = hashlib.sha256()
    for name in sorted(set(listed)):
        if (ROOT / name).exists():
            digest.update((ROOT / name).read_bytes())
    return digest.digest()


def tidy(folder, file):
    done = subprocess.run(["clang-tidy-14", "-p", str(folder), "--quiet", str(ROOT / file)],
                          capture_output=True, text=True)
    return done.returncode, done.stdout


def main():
    build = Path(sys.argv[1]).resolve()
    folder, files = compile_commands(build)
    if wanted := sys.argv[2:]:
        files = [file for file in files if file in wanted]
    remembered_at = folder / "clean.json"
    clean = json.loads(remembered_at.read_text()) if remembered_at.exists() else {}
    headers = headers_stamp()
    todo = [file for file in files if clean.get(file) != stamp(file, headers)]
    started, failed = time.monotonic(), 0
    with ThreadPoolExecutor(JOBS) as pool:
        for file, (code, output) in zip(todo, pool.map(lambda f: tidy(folder, f), todo)):
            if code == 0:
                clean[file] = stamp(file, headers)
                remembered_at.write_text(json.dumps(clean))
            else:
                failed += 1
                print(output.replace(f"{ROOT}/", ""), flush=True)
    print(f"clang-tidy: {len(files) - failed} clean, {failed} with findings, {len(todo)} looked at "
          f"in {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
