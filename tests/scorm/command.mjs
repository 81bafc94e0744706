// `tessera scorm run`, on a sample course: command.mjs TESSERA PACKAGE. Exit status 1 with the line at fault.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [tessera, course] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "scorm-run-"));
const lines = [
  "launch",
  "view -> running ITEM_WELCOME",
  "Initialize -> true",
  "SetValue cmi.progress_measure 1 -> true",
  'SetValue adl.nav.request "{target=ITEM_WHY}choice" -> true',
  "Terminate -> true",
  "pending -> choice ITEM_WHY",
  "follow",
  "view -> running ITEM_WHY",
  "wait 90",
  "Initialize -> true",
  "SetValue cmi.score.scaled 1.5 -> false 407",
  "navigate suspendAll",
  "view -> suspended -",
  "summary ITEM_WELCOME -> completed unknown",
];

function run(script, input, ...options) {
  return spawnSync(tessera, ["scorm", "run", course, script, ...options], { encoding: "utf8", input });
}

function script(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function must(what, done, status, ...texts) {
  const missing = texts.filter((text) => !`${done.stdout}${done.stderr}`.includes(text));
  if (done.status === status && missing.length === 0) return;
  console.error(`${what}: status ${done.status}, not ${status}; without ${JSON.stringify(missing)}\n${done.stdout}${done.stderr}`);
  process.exitCode = 1;
}

try {
  const good = run(script("good.txt", lines.join("\n")));
  must("a script that is met", good, 0, "summary ITEM_WELCOME -> completed unknown");
  must("what is printed, played again", run(script("again.txt", good.stdout)), 0);
  must("from the standard input, traced", run("-", lines.join("\n"), "--trace"), 0, '"what":"choice"', '"error":407');
  must("an expectation that is not met", run(script("bad.txt", "launch\nview -> running ITEM_TEST")), 1,
    "line 2: expected running ITEM_TEST");
  must("an unknown command", run(script("unknown.txt", "launch\njump")), 1, "there is no command jump");
  must("an open quote", run(script("open.txt", 'launch\nSetValue cmi.location "page')), 2, "line 2");
  must("no such script", run(join(folder, "none.txt")), 2, "can't be read");
  must("no such package", spawnSync(tessera, ["scorm", "run", folder, join(folder, "good.txt")], { encoding: "utf8" }), 1);
} finally {
  rmSync(folder, { recursive: true });
}
if (!process.exitCode) console.log("tessera scorm run: 8 uses as expected");
