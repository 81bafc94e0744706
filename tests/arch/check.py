#!/usr/bin/env python3
"""Fails on a wrong dependency and on what a reviewer would have to find by eye: see CHECKS below.

    python3 tests/arch/check.py [ROOT]

Each check is a function from the tree to a list of findings; a check passes when it finds nothing.
"""
import json
import posixpath
import re
import subprocess
import sys
from functools import cached_property
from pathlib import Path, PurePosixPath

MAX_LINES = 400

STD = set("""algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts
condition_variable coroutine deque exception execution filesystem forward_list fstream functional future
initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator
semaphore set shared_mutex span sstream stack stdexcept stop_token streambuf string string_view system_error
thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
cassert cctype cerrno cfenv cfloat cinttypes climits clocale cmath csetjmp csignal cstdarg cstddef cstdint cstdio
cstdlib cstring ctime cuchar cwchar cwctype""".split())
# scorm-runtime has no files, threads, clock or randomness either.
IMPURE = set("""chrono filesystem fstream iostream random thread mutex shared_mutex future condition_variable atomic
semaphore latch barrier stop_token cstdio csignal ctime regex locale sstream iomanip""".split())
POSIX = re.compile(r"(sys/[a-z]+|unistd|fcntl|errno|dlfcn)\.h$")
UNICODE_LIBRARY = re.compile(r"unicode/\w+\.h$")
JSON_LIBRARY = re.compile(r"nlohmann/\w+\.hpp$")
TEST_LIBRARY = re.compile(r"g(test|mock)/")
CONTENT_LIBRARIES = re.compile(r"(libxml/\w+|zip|zlib)\.h$")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


class Tree:
    """The project's files, as git would commit them now."""

    def __init__(self, root):
        self.root = Path(root)

    @cached_property
    def files(self):
        listed = subprocess.run(["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard"],
                                check=True, capture_output=True, text=True).stdout.split("\n")
        return sorted({PurePosixPath(f) for f in listed if f and (self.root / f).is_file()})

    def text(self, file):
        return (self.root / file).read_text(encoding="utf-8", errors="replace")

    def json(self, file):
        return json.loads(self.text(file))

    def under(self, *folders, suffixes=None):
        for file in self.files:
            if any(file.is_relative_to(folder) for folder in folders):
                if suffixes is None or file.suffix in suffixes:
                    yield file

    def code(self, *folders):
        return self.under(*folders, suffixes={".cpp", ".hpp"})

    @cached_property
    def headers(self):
        return [file for file in self.files if file.suffix == ".hpp"]

    @cached_property
    def plugins(self):
        """Folder name → plugin.json of the plugins in the tree."""
        return {file.parts[1]: self.json(file) for file in self.files
                if len(file.parts) == 3 and file.parts[0] == "plugins" and file.name == "plugin.json"}

    def includes(self, file):
        """(name, project headers it may mean, nearest first) of every include of a file. None of them: a
        library's header."""
        for kind, name in INCLUDE.findall(self.text(file)):
            beside = PurePosixPath(posixpath.normpath(file.parent / name))
            if kind == '"' and beside in self.headers:
                yield name, [beside]
                continue
            tail = PurePosixPath(name).parts
            yield name, [h for h in self.headers if h.parts[-len(tail):] == tail]


def floor(file):
    """The floor a file belongs to; a plugin is a floor of its own."""
    return "/".join(file.parts[:2]) if file.parts[0] == "plugins" else file.parts[0]


def is_test(file):
    return file.name.endswith("_test.cpp") or file.name.startswith("test_") or "testing" in file.parts


def misplaced_includes(tree, files, allowed_headers, allowed_library):
    """An include is right when a header it may mean is allowed, or when it is an allowed library's."""
    for file in files:
        for name, headers in tree.includes(file):
            if headers:
                if not any(allowed_headers(file, h) for h in headers):
                    yield f"{file} includes {name} ({headers[0]})"
            elif not allowed_library(name) and not (TEST_LIBRARY.match(name) and is_test(file)):
                yield f"{file} includes <{name}>"


def own(file, header):
    return floor(file) == floor(header)


def public(header, *floors):
    return any(header.is_relative_to(f"{f}/include") for f in floors)


def scorm_runtime_is_pure(tree):
    files = list(tree.code("scorm-runtime"))
    yield from misplaced_includes(tree, files, own, lambda name: name in STD)
    for file in files:
        if not is_test(file):
            for name, _ in tree.includes(file):
                if name in IMPURE:
                    yield f"{file} includes <{name}>: no I/O, threads, clock or randomness here"


def content_knows_only_scorm_runtime(tree):
    yield from misplaced_includes(
        tree, tree.code("content"), lambda f, h: own(f, h) or public(h, "scorm-runtime"),
        lambda name: name in STD or POSIX.match(name) or CONTENT_LIBRARIES.match(name) or JSON_LIBRARY.match(name))


def sdk_is_the_ground_floor(tree):
    yield from misplaced_includes(
        tree, tree.code("sdk/include", "sdk/src", "sdk/testing"), own,
        lambda name: name in STD or JSON_LIBRARY.match(name) or UNICODE_LIBRARY.match(name))
    for file in tree.under("sdk/include", suffixes={".hpp"}):
        for name, _ in tree.includes(file):
            if UNICODE_LIBRARY.match(name):
                yield f"{file} includes <{name}>: no type of ICU in a header of the SDK"


def kernel_knows_only_the_sdk(tree):
    yield from misplaced_includes(tree, tree.code("kernel"), lambda f, h: own(f, h) or public(h, "sdk"),
                                  lambda name: not name.startswith(("tessera_", "scorm/", "content/")))


def kernel_does_not_know_what_a_course_is(tree):
    for file in tree.under("kernel", suffixes={".cpp", ".hpp", ".sql", ".html", ".json"}):
        if is_test(file):
            continue
        for number, line in enumerate(tree.text(file).splitlines(), 1):
            if re.search(r"courses?(?![a-z])", line, re.I) and not re.search(r"of course\b", line, re.I):
                yield f"{file}:{number}: {line.strip()}"


def plugins_use_the_public_headers(tree):
    """The SDK, content and scorm-runtime; another plugin's include/ when plugin.json names that plugin."""
    def allowed(file, header):
        if own(file, header) or public(header, "sdk", "content", "scorm-runtime"):
            return True
        manifest = tree.plugins.get(file.parts[1], {})
        named = manifest.get("requires", []) + manifest.get("optional", [])
        return any(public(header, f"plugins/{other}") for other in named)

    yield from misplaced_includes(tree, tree.code("plugins"), allowed,
                                  lambda name: not name.startswith(("tessera_", "Poco/", "sqlite3", "libpq")))


def plugins_name_plugins_that_exist(tree):
    for folder, manifest in tree.plugins.items():
        if manifest.get("id") != folder:
            yield f"plugins/{folder}/plugin.json has the id {manifest.get('id')}"
        for other in manifest.get("requires", []) + manifest.get("optional", []):
            if other not in tree.plugins:
                yield f"plugins/{folder}/plugin.json names {other}, which does not exist"


def migrations_are_numbered(tree):
    """Without gaps and once each, or the start refuses them; one number may have a file for each engine."""
    folders = {}
    for file in tree.files:
        if file.suffix == ".sql" and file.parent.name == "migrations":
            folders.setdefault(file.parent, []).append(file.name)
    for folder, names in sorted(folders.items()):
        for engine in ("sqlite", "postgres"):
            mine = sorted(n for n in names if n.count(".") == 1 or n.endswith(f".{engine}.sql"))
            for number, name in enumerate(mine, 1):
                if not name.startswith(f"{number:04}_"):
                    yield f"{folder}/{name} should have the number {number:04}"
                    break


def files_are_short(tree):
    suffixes = {".cpp", ".hpp", ".js", ".mjs", ".py", ".html", ".sql", ".cmake", ".sh"}
    for file in tree.files:
        if file.suffix in suffixes and (lines := len(tree.text(file).splitlines())) > MAX_LINES:
            yield f"{file} has {lines} lines, more than {MAX_LINES}"


TEXT = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
SCOPE = re.compile(
    r"\bnamespace\b(?P<space>[\w:\s]*)\{|\b(?:class|struct|union)\s+(?:TESSERA_API\s+)?(?P<name>\w+)"
    r"(?:\s+final)?\s*(?::(?!:)[^;{()]*)?\{|[{}]")


def classes(code):
    """(namespace, name) of every class that is defined in a named namespace; one inside a class, a function or
    an unnamed namespace is nobody else's."""
    scopes = []
    for match in SCOPE.finditer(TEXT.sub('""', COMMENT.sub("", code))):
        if match.group() == "}":
            if scopes:
                scopes.pop()
        elif match.group("name"):
            if all(scopes):
                yield "::".join(scopes), match.group("name")
            scopes.append(None)
        elif match.group("space") is not None:
            scopes.append("".join(match.group("space").split()) or None)
        else:
            scopes.append(None)


def classes_have_their_name_for_themselves(tree):
    """Two classes of one name in one namespace are undefined behaviour, which no compiler need tell."""
    places = {}
    for file in tree.code("content", "kernel", "plugins", "scorm-runtime", "sdk/include", "sdk/src"):
        for name in classes(tree.text(file)):
            if name[0]:
                places.setdefault(name, []).append(file)
    for (space, name), files in sorted(places.items()):
        if len(files) > 1:
            yield f"{space}::{name} is defined in {' and in '.join(map(str, files))}"


def word_folders(tree):
    """Owner → its folder that holds i18n/."""
    return {"kernel": PurePosixPath("kernel"), "theme": PurePosixPath("themes/default"),
            **{name: PurePosixPath("plugins") / name for name in tree.plugins}}


def words(tree, owner, language="en"):
    file = word_folders(tree)[owner] / "i18n" / f"{language}.json"
    return tree.json(file) if file in tree.files else {}


def places(text):
    texts = text.values() if isinstance(text, dict) else [text]
    return {place for one in texts for place in re.findall(r"\{\{(\w+)\}\}|\{(\w+)\}", one)}


def words_are_in_both_languages(tree):
    for owner in word_folders(tree):
        english, welsh = words(tree, owner), words(tree, owner, "cy")
        for key in sorted(english.keys() ^ welsh.keys()):
            yield f"{key} is missing in {'cy' if key in english else 'en'}.json of {owner}"
        for key in sorted(english.keys() & welsh.keys()):
            # A singular may leave the number out, so that plural texts are compared as a whole.
            if places(english[key]) != places(welsh[key]):
                yield f"{key} has other places in Welsh than in English"


def words_begin_with_their_owner(tree):
    for owner in word_folders(tree):
        for key in words(tree, owner):
            if not key.startswith(owner + "."):
                yield f"{key} stands in the words of {owner}"


def used_words_exist(tree):
    """Keys in templates, and keys that C++ asks for; one that ends in - or . is the beginning of several."""
    known = {key for owner in word_folders(tree) for key in words(tree, owner)}
    for file in tree.files:
        if file.parts[0] not in ("kernel", "plugins", "themes") or is_test(file):
            continue
        if file.suffix == ".html":
            used = re.findall(r"\{\{t:([^}]+)\}\}", tree.text(file))
        elif file.suffix in (".cpp", ".hpp"):
            used = re.findall(r'\bt\(\s*"([a-z]+\.[^"]*)"', COMMENT.sub("", tree.text(file)))
        else:
            continue
        for key in used:
            if key[-1] in "-.":
                if not any(k.startswith(key) for k in known):
                    yield f"{file}: no text begins with {key}"
            elif key not in known:
                yield f"{file}: there is no text {key}"


def words_are_used(tree):
    """A text that nothing names, not even by its beginning, is a leftover."""
    sources = "\n".join(tree.text(file) for file in tree.files
                        if file.parts[0] in ("kernel", "plugins", "themes", "scorm-runtime")
                        and file.suffix in {".cpp", ".hpp", ".html", ".js"})
    named = set(re.findall(r"[a-z]+\.[a-z0-9._-]+", sources))
    beginnings = tuple({name for name in re.findall(r'"([a-z]+\.(?:[a-z0-9.-]*[.-])?)"', sources)})
    for owner in word_folders(tree):
        for key in words(tree, owner):
            if key not in named and not key.startswith(beginnings):
                yield f"{key} is not used"


def templates_have_no_inline_style_or_script(tree):
    """The content security policy forbids both. A data block (type application/json) is no script."""
    for file in tree.files:
        if file.suffix != ".html" or file.parts[0] not in ("kernel", "plugins", "themes", "sdk"):
            continue
        text = tree.text(file)
        if re.search(r"\sstyle\s*=", text):
            yield f"{file} has a style attribute"
        if re.search(r"<style\b", text, re.I):
            yield f"{file} has a style element"
        if re.search(r"\son[a-z]+\s*=\s*[\"']", text):
            yield f"{file} has an event attribute"
        for attributes in re.findall(r"<script\b([^>]*)>", text, re.I):
            if "src=" not in attributes and 'type="application/json"' not in attributes:
                yield f"{file} has an inline script"


# Written in pieces, so that this file passes its own check.
MACHINE = re.compile(r"(?<!\w)/(" + r"work|root|home/[a-z]+)/\w|" + r"\b(registry" + r"|npm\.pkg)\.\w+\.\w+|"
                     r"(?<![\w.])(10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2}(?![\w.])")


def files_name_no_machine(tree):
    for file in tree.files:
        if file.suffix in {".png", ".woff2", ".zip", ".ico"}:
            continue
        for number, line in enumerate(tree.text(file).splitlines(), 1):
            match = MACHINE.search(line)
            if match and not (is_test(file) and re.match(r"\d", match.group())):
                yield f"{file}:{number}: {match.group()}"


def package_locks_name_no_host(tree):
    """npm asks the registry that the machine is set to; a lock file with hosts would pin somebody's."""
    for file in tree.files:
        if file.name == "package-lock.json":
            for name, package in tree.json(file).get("packages", {}).items():
                if "://" in package.get("resolved", ""):
                    yield f"{file}: {name} is resolved to {package['resolved']}"
                if name and not package.get("integrity") and not package.get("link"):
                    yield f"{file}: {name} has no integrity"


CHECKS = [scorm_runtime_is_pure, content_knows_only_scorm_runtime, sdk_is_the_ground_floor,
          kernel_knows_only_the_sdk, kernel_does_not_know_what_a_course_is, plugins_use_the_public_headers,
          plugins_name_plugins_that_exist, classes_have_their_name_for_themselves,
          migrations_are_numbered, files_are_short, words_are_in_both_languages,
          words_begin_with_their_owner, used_words_exist, words_are_used,
          templates_have_no_inline_style_or_script, files_name_no_machine, package_locks_name_no_host]


def main():
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    failed = 0
    for check in CHECKS:
        findings = list(check(tree))
        failed += bool(findings)
        print(f"{'FAILED' if findings else 'ok    '} {check.__name__.replace('_', ' ')}")
        for finding in findings:
            print(f"       {finding}")
    print(f"arch: {len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
