// The SCORM session in the browser (or node): wraps scorm.wasm, built from the same sources as the
// server's session. Everything here is synchronous: the API must answer before the content's next line.
//
//     const module = instantiate(bytes);
//     const session = Session.open(module, course, opening, state);
//     session.launch(Date.now());
//     session.call(Fn.GetValue, "cmi.location", "", Date.now());

/** The functions of the API; LMSInitialize is Initialize and so on. */
export const Fn = Object.freeze({
  Initialize: 0,
  Terminate: 1,
  GetValue: 2,
  SetValue: 3,
  Commit: 4,
  GetLastError: 5,
  GetErrorString: 6,
  GetDiagnostic: 7,
});

/** By function: whether it answers nothing but "true" or "false". */
const SAYS_YES_OR_NO = Object.freeze([true, true, false, true, true, false, false, false]);

/** Navigation requests by number, as the module counts them. */
const NAVIGATIONS = Object.freeze([
  "none", "start", "resumeAll", "continue", "previous", "choice",
  "jump", "exit", "exitAll", "abandon", "abandonAll", "suspendAll",
]);

/**
 * @typedef {"continue"|"previous"|"choice"|"jump"|"exit"|"exitAll"|"abandon"|"abandonAll"|"suspendAll"} Navigation
 * @typedef {"enabled"|"disabled"|"hidden"} ControlState
 * @typedef {{activity: number, id: string, title: string, depth: number, leaf: boolean, choosable: boolean,
 *   current: boolean, completion: "unknown"|"not attempted"|"incomplete"|"completed",
 *   success: "unknown"|"failed"|"passed"}} TocEntry
 * @typedef {{state: "running"|"ended"|"suspended"|"choose"|"blocked"|"error", activity: number, exception: string,
 *   controls: {continue: ControlState, previous: ControlState, exit: ControlState, exitAll: ControlState,
 *     abandon: ControlState, abandonAll: ControlState, suspendAll: ControlState}, toc: TocEntry[]}} View
 * @typedef {{completion: string, success: string, scoreScaled: number|null, scoreRaw: number|null,
 *   progressMeasure: number|null, totalTime: number, attempts: number}} Summary
 */

/**
 * The functions that the module exports (exports.cpp says what they do).
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {(size: number) => number} buffer
 * @property {() => number} result
 * @property {() => number} result_size
 * @property {(course: number, opening: number, state: number) => number} session_open
 * @property {(now: number) => void} session_launch
 * @property {(fn: number, first: number, second: number, now: number) => number} session_call
 * @property {() => number} session_last_error
 * @property {(request: number, activity: number, now: number) => void} session_navigate
 * @property {() => number} session_pending
 * @property {() => number} session_pending_activity
 * @property {(now: number, gone: number) => void} session_unload
 * @property {() => void} session_view
 * @property {() => void} session_href
 * @property {() => void} session_take_commit
 * @property {() => number} session_urgent
 * @property {() => void} session_state
 * @property {(activity: number) => void} session_summary
 */

const encoder = new TextEncoder();
/** What begins with a byte order mark keeps it. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts up to this length are moved character by character, which is faster than the coders. */
const SHORT = 256;

/** One instance of scorm.wasm with its memory; holds one session. */
class Module {
  /** @param {Exports} exports */
  constructor(exports) {
    this.exports = exports;
    this.bytes = new Uint8Array(exports.memory.buffer);
    this.at = 0;
    this.size = 0;
    this.name = ""; // what the buffer begins with, when it was written by writeName()
    this.nameSize = 0;
    this.reserve(64 * 1024);
  }

  /** The memory's view; a new one when the memory has grown, which leaves the old one empty. */
  view() {
    if (this.bytes.length === 0) this.bytes = new Uint8Array(this.exports.memory.buffer);
    return this.bytes;
  }

  /**
   * Makes the buffer larger; what is in it stays.
   * @param {number} size
   */
  reserve(size) {
    if (size <= this.size) return;
    this.at = this.exports.buffer(size);
    this.size = size;
  }

  /**
   * Writes a text into the buffer behind `offset` bytes; returns its length in bytes.
   * @param {string} text @param {number} offset
   */
  write(text, offset) {
    if (offset === 0) {
      this.name = "";
      this.nameSize = 0;
    }
    const length = text.length;
    this.reserve(offset + 3 * length);
    const bytes = this.view();
    const at = this.at + offset;
    if (length <= SHORT) {
      let i = 0;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) break;
        bytes[at + i] = code;
      }
      if (i === length) return length;
    }
    return encoder.encodeInto(text, bytes.subarray(at, at + 3 * length)).written ?? 0;
  }

  /**
   * Writes the first text of a call; content asks for the same element again and again.
   * @param {string} name
   */
  writeName(name) {
    if (name === this.name) return this.nameSize;
    this.nameSize = this.write(name, 0);
    this.name = name;
    return this.nameSize;
  }

  /** @param {number} size */
  read(size) {
    if (size === 0) return "";
    const from = this.exports.result();
    const bytes = this.view();
    const end = from + size;
    if (size <= SHORT) {
      let text = "";
      let i = from;
      // Four at a time: a text made of few pieces is made sooner.
      for (; i + 4 <= end; i += 4) {
        const a = bytes[i], b = bytes[i + 1], c = bytes[i + 2], d = bytes[i + 3];
        if ((a | b | c | d) > 127) break;
        text += String.fromCharCode(a, b, c, d);
      }
      for (; i < end; i++) {
        const code = bytes[i];
        if (code > 127) break;
        text += String.fromCharCode(code);
      }
      if (i === end) return text;
    }
    return decoder.decode(bytes.subarray(from, end));
  }

  result() {
    return this.read(this.exports.result_size());
  }
}

/**
 * Compiles and starts the module. Throws when the bytes are no such module.
 * @param {BufferSource} bytes
 * @returns {Module}
 */
export function instantiate(bytes) {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
  exports._initialize();
  return new Module(exports);
}

/** One attempt of one learner (scorm/session.hpp has the contract). Times are milliseconds since 1970. */
export class Session {
  /** @param {Module} module */
  constructor(module) {
    /** @private */
    this.module = module;
    /** @private */
    this.exports = module.exports;
  }

  /**
   * Opens the attempt in this module, in place of one it had. Returns null when a document cannot be read.
   * @param {Module} module
   * @param {string} course JSON @param {string} opening JSON @param {string} state JSON, empty for a new attempt
   */
  static open(module, course, opening, state) {
    const first = module.write(course, 0);
    const second = module.write(opening, first);
    const third = module.write(state, first + second);
    return module.exports.session_open(first, second, third) ? new Session(module) : null;
  }

  /** @param {number} now */
  launch(now) {
    this.exports.session_launch(now);
  }

  /**
   * One call of the content.
   * @param {number} fn one of Fn @param {string} first @param {string} second @param {number} now
   * @returns {string}
   */
  call(fn, first, second, now) {
    const one = this.module.writeName(first);
    const two = second === "" ? 0 : this.module.write(second, one);
    const size = this.exports.session_call(fn, one, two, now);
    if (SAYS_YES_OR_NO[fn]) return size === 4 ? "true" : "false";
    return this.module.read(size);
  }

  lastError() {
    return this.exports.session_last_error();
  }

  /**
   * A request of the learner; `activity` is the target of choice and jump.
   * @param {Navigation} request @param {number} activity @param {number} now
   */
  navigate(request, activity, now) {
    this.exports.session_navigate(NAVIGATIONS.indexOf(request), activity, now);
  }

  /**
   * What the content asked for when it terminated, to be carried out by unload() and navigate().
   * @returns {{request: Navigation, activity: number}|null}
   */
  pending() {
    const request = this.exports.session_pending();
    if (request === 0) return null;
    return {
      request: /** @type {Navigation} */ (NAVIGATIONS[request]),
      activity: this.exports.session_pending_activity(),
    };
  }

  /** @param {number} now @param {boolean} [gone] the page goes away, or the attempt is suspended */
  unload(now, gone = false) {
    this.exports.session_unload(now, gone ? 1 : 0);
  }

  /** @returns {View} */
  view() {
    this.exports.session_view();
    return JSON.parse(this.module.result());
  }

  /** The path, inside the package or absolute, of what is delivered; empty when nothing is. */
  href() {
    this.exports.session_href();
    return this.module.result();
  }

  /** The operations since the last call as a JSON array for the server, or an empty text. */
  takeCommit() {
    this.exports.session_take_commit();
    return this.module.result();
  }

  /** True when there are operations that should be sent without delay. */
  urgent() {
    return this.exports.session_urgent() !== 0;
  }

  /** The complete state as JSON. */
  state() {
    this.exports.session_state();
    return this.module.result();
  }

  /**
   * @param {number} activity 0 for the whole course
   * @returns {Summary}
   */
  summary(activity = 0) {
    this.exports.session_summary(activity);
    return JSON.parse(this.module.result());
  }
}
