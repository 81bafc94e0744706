// Plays transcripts against scorm.wasm: node run.mjs WASM SCORM_JS COURSES NATIVE TRANSCRIPT...
// NATIVE is the native runner, whose states at the end must be the same, byte for byte.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [wasm, wrapper, courses, native, ...files] = process.argv.slice(2);
const { instantiate, Session, Fn } = await import(pathToFileURL(wrapper).href);

/** "{x*4000}" becomes x 4000 times. */
const expanded = (text) => text.replace(/\{([^{}*]+)\*(\d+)\}/g, (_, part, times) => part.repeat(Number(times)));

/** Words of a line; one in double quotes is a JSON string. */
function split(line) {
  const words = [];
  const pattern = /"(?:[^"\\]|\\.)*"|#.*|[^ ]+/g;
  for (const [word] of line.matchAll(pattern)) {
    if (word[0] === "#") break;
    words.push(expanded(word[0] === '"' ? JSON.parse(word) : word));
  }
  return words;
}

function* steps(text) {
  for (const [index, line] of text.split("\n").entries()) {
    if (line.startsWith("course ") || line.startsWith("opening ")) continue;
    const repeat = /^repeat (\d+) (.*)$/.exec(line);
    for (let i = 0; i < (repeat ? Number(repeat[1]) : 1); i++) {
      const words = split(repeat ? repeat[2].replaceAll("{i}", String(i)) : line);
      const arrow = words.indexOf("->");
      if (words.length === 0) continue;
      yield {
        line: index + 1,
        words: arrow < 0 ? words : words.slice(0, arrow),
        expected: arrow < 0 ? [] : words.slice(arrow + 1),
      };
    }
  }
}

class Player {
  constructor(course, opening) {
    this.course = course;
    this.opening = opening;
    this.ids = JSON.parse(course).activities.map((activity) => activity.id);
    this.now = 1_700_000_000_000;
    this.open("");
  }

  open(state) {
    this.session = Session.open(instantiate(readFileSync(wasm)), this.course, this.opening, state);
    if (!this.session) throw new Error("cannot be opened");
  }

  play([command, ...args]) {
    this.now += 1000;
    const session = this.session;
    const id = (activity) => (activity < 0 ? "-" : this.ids[activity]);
    if (command in Fn) {
      const answer = session.call(Fn[command], args[0] ?? "", args[1] ?? "", this.now);
      return [answer, String(session.lastError())];
    }
    const summary = () => session.summary(args[0] ? this.ids.indexOf(args[0]) : 0);
    switch (command) {
      case "launch": return session.launch(this.now), [];
      case "unload": return session.unload(this.now, args[0] === "gone"), [];
      case "reload": return this.open(session.state()), [];
      case "wait": return (this.now += Number(args[0]) * 1000), [];
      case "follow": {
        const { request, activity } = session.pending();
        return session.unload(this.now), session.navigate(request, activity, this.now), [];
      }
      case "navigate": return session.navigate(args[0], args[1] ? this.ids.indexOf(args[1]) : -1, this.now), [];
      case "pending": {
        const pending = session.pending();
        if (!pending) return ["none"];
        return pending.activity < 0 ? [pending.request] : [pending.request, id(pending.activity)];
      }
      case "href": return [session.href()];
      case "view": {
        const view = session.view();
        return [view.state, id(view.activity), ...(view.exception ? [view.exception] : [])];
      }
      case "control": return [session.view().controls[args[0]]];
      case "toc":
        return session.view().toc.map((entry) => entry.id + (entry.choosable ? "" : "!") + (entry.current ? "*" : ""));
      case "time": return [String(summary().totalTime)];
      case "attempts": return [String(summary().attempts)];
      case "summary": {
        const { completion, success, scoreScaled } = summary();
        return [completion, success, ...(scoreScaled === null ? [] : [String(scoreScaled)])];
      }
    }
    throw new Error("no such command");
  }
}

/** Plays a transcript and returns the state at the end; throws with the line at fault. */
function play(file) {
  const text = readFileSync(file, "utf8");
  const course = readFileSync(`${courses}/${/^course (.*)$/m.exec(text)[1]}.json`, "utf8");
  const player = new Player(course, /^opening (.*)$/m.exec(text)?.[1] ?? "{}");
  for (const { line, words, expected } of steps(text)) {
    const found = player.play(words);
    if (words[0] in Fn && expected.length === 1 && found[1] === "0") found.pop();
    if (JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(`${line}: ${words.join(" ")}: expected ${expected.join(" ")} but found ${found.join(" ")}`);
  }
  return player.session.state();
}

let failed = 0;
for (const file of files) {
  try {
    const state = play(file);
    const other = spawnSync(native, ["--states", courses, file], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (other.stdout !== state + "\n") throw new Error(`the native state differs:\n${other.stdout}${other.stderr}${state}`);
  } catch (error) {
    console.error(`${file}:${error.message.slice(0, 2000)}`);
    failed++;
  }
}
console.log(`${files.length} transcripts, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
