// Packages that behave as the output of authoring tools does: the shape of the package, the way the content finds the
// API, the order of its calls, what it keeps and how it leaves. All of it is written here; no tool's code is in it.
//
// Nearly every package is the same small course of three pages with a question on the second, from wild-content.mjs. Each
// tool below has its own driver: an object `tracker` with begin() → place, at(place), answered(right), done(score)
// and leave().
import { coursePage, findApi, frameset, manifest12, manifest2004, resource } from './wild-content.mjs';
import { exelearning, game, handMade, handMade2004, lectora } from './wild-slips.mjs';

/** The driver that Storyline, Rise and others share: speaks whichever edition it finds, suspends from the start on. */
const sharedDriver = `
${findApi}
var old = findApi('API'), recent = old ? null : findApi('API_1484_11'), began = Date.now(), set12 = 0;
function check(answer) { if (String(answer) !== 'true') problems.push((old || recent)[old ? 'LMSGetLastError' : 'GetLastError']()); return answer; }
function set(name12, name2004, value) { check(old ? old.LMSSetValue(name12, value) : recent.SetValue(name2004, value)); }
function get(name12, name2004) { return old ? old.LMSGetValue(name12) : recent.GetValue(name2004); }
function commit() { check(old ? old.LMSCommit('') : recent.Commit('')); }
var ended = false;
function time() {
  var s = Math.floor((Date.now() - began) / 10) / 100, two = function (n) { return (n < 10 ? '0' : '') + n; };
  return old ? '0000:00:' + two(s) : 'PT' + s + 'S';
}
function end(exit12, exit2004) {
  if (ended) return;
  ended = true;
  set('cmi.core.session_time', 'cmi.session_time', time());
  set('cmi.core.exit', 'cmi.exit', old ? exit12 : exit2004);
  commit();
  check(old ? old.LMSFinish('') : recent.Terminate(''));
}
var tracker = {
  begin: function () {
    check(old ? old.LMSInitialize('') : recent.Initialize(''));
    var status = get('cmi.core.lesson_status', 'cmi.completion_status');
    if (status === 'not attempted' || status === 'unknown') set('cmi.core.lesson_status', 'cmi.completion_status', 'incomplete');
    set('cmi.core.exit', 'cmi.exit', 'suspend');
    get('cmi.student_data.mastery_score', 'cmi.scaled_passing_score');
    var kept = get('cmi.suspend_data', 'cmi.suspend_data');
    return kept ? Number(/place=(\\d+)/.exec(kept)[1]) : 1;
  },
  at: function (place) {
    // Compressed player state: some thousand characters, more than 4,096 of them.
    set('cmi.suspend_data', 'cmi.suspend_data', 'viewed=1,2|place=' + place + '|' + new Array(6000).join('3'));
    set('cmi.core.lesson_location', 'cmi.location', '#/lessons/p' + place);
    commit();
  },
  answered: function (right) {
    var n = Number(get('cmi.interactions._count', 'cmi.interactions._count')) || 0, at = 'cmi.interactions.' + n;
    var both = function (name, value, other) { set(at + '.' + name, at + '.' + (other || name), value); };
    both('id', 'Scene1_Slide2_MultiChoice_0_0');
    both('type', 'choice');
    both('student_response', old ? '1_The_alarm' : '1_The_alarm', 'learner_response');
    both('correct_responses.0.pattern', '1_The_alarm');
    both('result', right ? 'correct' : (old ? 'wrong' : 'incorrect'));
    both('latency', old ? '0000:00:04.25' : 'PT4.25S');
    both('weighting', '10');
    if (!old) recent.SetValue(at + '.description', 'What do you do first?');
    if (old) check(old.LMSSetValue(at + '.time', '10:20:30'));
    else check(recent.SetValue(at + '.timestamp', '2026-03-04T10:20:30.0+00'));
  },
  done: function (score) {
    set('cmi.core.score.raw', 'cmi.score.raw', score);
    set('cmi.core.score.max', 'cmi.score.max', 100);
    set('cmi.core.score.min', 'cmi.score.min', 0);
    if (recent) { set('', 'cmi.score.scaled', score / 100); set('', 'cmi.success_status', 'passed'); }
    set('cmi.core.lesson_status', 'cmi.completion_status', old ? 'passed' : 'completed');
    commit();
  },
  leave: function () { end('suspend', 'suspend'); }
};`;

function storyline(edition) {
    const files = ['story.html', 'story_content/user.js', 'lms/scormdriver.js', 'index_lms.html'];
    const res = edition === '1.2' ? resource('index_lms.html', files) : resource('index_lms.html', files, 'adlcp:scormType="sco"');
    const make = edition === '1.2' ? manifest12 : manifest2004;
    const rules = `<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="PRIMARYOBJ"/></imsss:objectives>
<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>`;
    return {
        'imsmanifest.xml': make(`Storyline ${edition}`, res, { item: '<adlcp:masteryscore>80</adlcp:masteryscore>', sequencing: rules }),
        'adlcp_rootv1p2.xsd': '<schema/>',
        'index_lms.html': coursePage('<script src="lms/scormdriver.js"></script>', { leaveOn: ['beforeunload', 'unload'] }),
        'story.html': '<p>Story</p>',
        'story_content/user.js': 'function ExecuteScript() {}',
        'lms/scormdriver.js': sharedDriver,
    };
}

/** The course is in a frame of the driver's page. */
function rise() {
    return {
        'imsmanifest.xml': manifest12('Rise', resource('scormdriver/indexAPI.html', ['scormcontent/index.html'])),
        'metadata.xml': '<lom/>',
        'scormdriver/indexAPI.html': frameset('../scormcontent/index.html', `<script src="scormdriver.js"></script>`),
        'scormdriver/scormdriver.js': sharedDriver,
        'scormcontent/lib/rise/9f2c.js': '',
        'scormcontent/index.html': coursePage('<script>var tracker = parent.tracker, problems = parent.problems;</script>'),
    };
}

/** Asks often, writes everything anew at each step, and sets the status only at the end. */
function captivate() {
    const driver = `${findApi}
var api = findApi('API_1484_11'), finished = false, start = new Date();
function put(name, value) { var r = api.SetValue(name, value + ''); if (r != 'true') problems.push(name + ' ' + api.GetLastError()); api.Commit(''); return r; }
function all(place) {
  put('cmi.exit', 'suspend'); put('cmi.location', 'Slide_' + place);
  put('cmi.suspend_data', 'A1Enone0' + new Array(300).join('%24nP') + '$' + place);
  put('cmi.session_time', 'PT0H0M' + ((new Date() - start) / 1000) + 'S');
}
var tracker = {
  begin: function () {
    if (api.Initialize('') + '' !== 'true') problems.push('Initialize');
    if (api.GetValue('cmi.mode') !== 'normal') problems.push('mode');
    api.GetValue('cmi.score._children'); api.GetValue('cmi.objectives._count'); api.GetValue('cmi.learner_name');
    put('cmi.completion_status', 'incomplete');
    var kept = /\\$(\\d+)$/.exec(api.GetValue('cmi.suspend_data'));
    return kept ? Number(kept[1]) : 1;
  },
  at: all,
  answered: function (right) {
    var at = 'cmi.interactions.' + api.GetValue('cmi.interactions._count') + '.';
    put(at + 'id', 'Slide 2 What do you do first?'); put(at + 'type', 'choice'); put(at + 'timestamp', start.toISOString());
    put(at + 'learner_response', 'Raise the alarm'); put(at + 'result', right ? 'correct' : 'wrong'); put(at + 'weighting', '10');
  },
  done: function (score) {
    put('cmi.score.raw', score); put('cmi.score.min', 0); put('cmi.score.max', 100); put('cmi.score.scaled', score / 100);
    put('cmi.completion_status', 'completed'); put('cmi.success_status', 'passed');
  },
  leave: function () { if (finished) return; finished = true; api.Terminate(''); }
};`;
    return {
        'imsmanifest.xml': manifest2004('Captivate', resource('index.html', ['index.html', 'assets/js/CPM.js', 'project.txt'], 'adlcp:scormType="sco"'),
            { version: 'CAM 1.3' }),
        'index.html': coursePage('<script src="scormdriver.js"></script>', { leaveOn: ['unload'] }),
        'scormdriver.js': driver,
        'assets/js/CPM.js': 'var cp = {};',
    };
}

/** German decimal commas, percent of the score, and a status in capitals. */
function ispring() {
    const driver = `${findApi}
var api = findApi('API'), began = Date.now();
function put(name, value) { var r = api.LMSSetValue(name, value); if (r !== 'true') problems.push(name + ' ' + value + ' ' + api.LMSGetLastError()); }
var tracker = {
  begin: function () {
    api.LMSInitialize('');
    var kept = api.LMSGetValue('cmi.suspend_data');
    if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') put('cmi.core.lesson_status', 'Incomplete');
    return kept ? JSON.parse(kept).place : 1;
  },
  at: function (place) { put('cmi.suspend_data', JSON.stringify({ v: 2, place: place, t: Date.now() })); api.LMSCommit(null); },
  answered: function (right) {
    var at = 'cmi.interactions.' + api.LMSGetValue('cmi.interactions._count');
    put(at + '.id', 'Was tun Sie zuerst?'); put(at + '.type', 'choice'); put(at + '.student_response', 'Alarm auslösen');
    put(at + '.result', right ? 'correct' : 'incorrect'); put(at + '.time', new Date().toISOString()); put(at + '.latency', '0:0:4.256');
  },
  done: function (score) {
    put('cmi.core.score.raw', (score - 0.5).toFixed(1).replace('.', ','));
    put('cmi.core.score.min', '0'); put('cmi.core.score.max', '100');
    put('cmi.core.lesson_status', 'Passed');
    api.LMSCommit('null');
  },
  leave: function () { put('cmi.core.session_time', '0:0:' + (Date.now() - began) / 1000); put('cmi.core.exit', 'suspend'); api.LMSFinish(0); }
};`;
    return {
        'imsmanifest.xml': '\ufeff' + manifest12('iSpring', resource('res/index.html', ['res/index.html', 'res/data/player.js', 'res/data/lost.mp3'])),
        'res/index.html': coursePage('<!-- Created using iSpring --><script src="data/player.js"></script>'),
        'res/data/player.js': driver,
    };
}

/** Asks the learner when a call fails, and the page then hangs in that question: no call may fail. */
function adapt() {
    const driver = `${findApi}
var api = findApi('API'), began = new Date();
function failed() {
  var code = Number(api.LMSGetLastError());
  if (code !== 0) { problems.push(code); confirm('An error has occured: ' + api.LMSGetErrorString(code) + api.LMSGetDiagnostic(code)); }
}
function get(name) { var value = api.LMSGetValue(name); failed(); return value + ''; }
function put(name, value) { var ok = api.LMSSetValue(name, value); if (ok !== 'true') failed(); }
function supported(name) { api.LMSGetValue(name); return Number(api.LMSGetLastError()) !== 401; }
var tracker = {
  begin: function () {
    if (api.LMSInitialize('') !== 'true') failed();
    if (get('cmi.core.entry') === 'ab-initio') put('cmi.core.lesson_status', 'incomplete');
    if (supported('cmi.student_preference.language')) put('cmi.student_preference.language', 'en');
    if (supported('cmi.launch_data')) get('cmi.launch_data');
    var kept = get('cmi.suspend_data');
    return kept ? JSON.parse(kept).c[0] : 1;
  },
  at: function (place) {
    put('cmi.core.lesson_location', 'co-0' + place);
    put('cmi.suspend_data', JSON.stringify({ c: [place], q: 'oAGAwEAgIBA', lang: 'en', a11y: false }));
    if (api.LMSCommit('') !== 'true') failed();
  },
  answered: function (right) {
    var at = 'cmi.interactions.' + get('cmi.interactions._count');
    put(at + '.id', 'c-105'); put(at + '.type', 'choice'); put(at + '.student_response', '2#1');
    put(at + '.result', right ? 'correct' : 'wrong'); put(at + '.latency', '0000:00:04.25'); put(at + '.time', '10:20:30');
  },
  done: function (score) {
    put('cmi.core.score.raw', score);
    if (supported('cmi.core.score.min')) put('cmi.core.score.min', 0);
    if (supported('cmi.core.score.max')) put('cmi.core.score.max', 100);
    put('cmi.core.lesson_status', 'passed');
    if (api.LMSCommit('') !== 'true') failed();
  },
  leave: function () {
    put('cmi.core.session_time', '0000:00:0' + Math.min(9, Math.round((new Date() - began) / 1000)));
    put('cmi.core.exit', '');
    if (api.LMSFinish('') !== 'true') failed();
  }
};`;
    return {
        'imsmanifest.xml': manifest12('Adapt', resource('index_lms.html', ['index_lms.html']),
            { metadata: '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general><title><langstring xml:lang="x-none"><![CDATA[A & B]]></langstring></title></general></lom>' }),
        'index_lms.html': coursePage('<script src="adapt/js/adapt.min.js"></script>', { leaveOn: ['beforeunload', 'unload'] }),
        'adapt/js/adapt.min.js': driver,
        'course/config.json': '{}',
    };
}

/** Counts hours and minutes from 1, and finishes from an unload handler of the page around a frame. */
function xerte() {
    const driver = `${findApi}
var api = findApi('API'), start = new Date(), done = false, shown = 1;
function put(name, value) { if (api.LMSSetValue(name, value) + '' != 'true') problems.push(name + '=' + value + ' ' + api.LMSGetLastError()); }
function two(n) { return (n < 10 ? '0' : '') + n; }
var tracker = {
  begin: function () {
    if (api.LMSInitialize('').toString() != 'true') problems.push('Initialize');
    var kept = api.LMSGetValue('cmi.suspend_data');
    put('cmi.core.lesson_status', 'incomplete');
    return kept ? JSON.parse(kept).currentpageid : 1;
  },
  at: function (place) { shown = place; },
  answered: function (right) {
    var n = api.LMSGetValue('cmi.interactions._count'), at = 'cmi.interactions.' + n + '.';
    put(at + 'id', 'urn:x-xerte:p-2:1-multiplechoice:What_do_you_do_first'); put(at + 'type', 'choice');
    put(at + 'time', two(new Date().getHours() + 1) + ':60:' + two(new Date().getSeconds() + 1));
    put(at + 'weighting', 1.0); put(at + 'student_response', 'Raise the alarm'); put(at + 'result', right ? 'correct' : 'wrong');
    put(at + 'objectives.0.id', 'urn:x-xerte:obj 1'); put(at + 'latency', '00:00:04.25');
  },
  done: function (score) {
    done = true;
    put('cmi.core.score.raw', score + '%'); put('cmi.core.score.min', '0.0'); put('cmi.core.score.max', '100.0');
    put('cmi.core.lesson_status', 'passed');
  },
  leave: function () {
    put('cmi.suspend_data', JSON.stringify({ currentpageid: shown, scoremode: 'first', interactions: [] }));
    put('cmi.core.exit', done ? 'normal' : 'suspend'); put('cmi.core.session_time', '00:00:' + two(Math.round((new Date() - start) / 1000)));
    api.LMSCommit(''); api.LMSFinish('');
  }
};`;
    return {
        'imsmanifest.xml': manifest12('Xerte', resource('scormRLO.htm', ['scormRLO.htm', 'template.xml', 'languages\\\\engGB.xml'])),
        'scormRLO.htm': coursePage('<script src="xttracking_scorm1.2.js"></script>', { leaveOn: ['unload'] }),
        'xttracking_scorm1.2.js': driver,
        'languages/engGB.xml': '<l/>',
        'template.xml': '<t/>',
    };
}

/** What each package is called in the tests, its files, and what must come of it. */
export const wildPackages = {
    'Storyline, SCORM 1.2': { files: storyline('1.2'), tool: 'Articulate Storyline', edition: 'SCORM 1.2', score: 0.9, success: 'passed' },
    'Storyline, SCORM 2004': { files: storyline('2004'), tool: 'Articulate Storyline', edition: 'SCORM 2004 3rd edition', score: 0.9, success: 'passed' },
    Rise: { files: rise(), tool: 'Articulate Rise', edition: 'SCORM 1.2', score: 0.9, success: 'passed' },
    Captivate: { files: captivate(), tool: 'Adobe Captivate', edition: 'SCORM 2004 2nd edition', score: 0.9, success: 'passed', tolerances: ['free-responses', 'timestamp-formats'] },
    iSpring: { files: ispring(), tool: 'iSpring', edition: 'SCORM 1.2', score: 0.895, success: 'passed', tolerances: ['comma-decimals', 'listed-files-missing'] },
    Adapt: { files: adapt(), tool: 'Adapt', edition: 'SCORM 1.2', score: 0.9, success: 'passed' },
    Xerte: { files: xerte(), tool: 'Xerte', edition: 'SCORM 1.2', score: 0.9, success: 'passed', tolerances: ['backslash-hrefs', 'percent-signs'] },
    game: { files: game(), tool: '', edition: 'SCORM 1.2', score: 0.9, success: 'passed', tolerances: ['edition-by-scripts', 'score-points', 'loose-arguments'] },
    'hand-made, SCORM 2004': {
        files: handMade2004(), tool: '', edition: 'SCORM 2004 4th edition', score: 0.9, success: 'passed',
        tolerances: ['manifest-in-folder', 'undeclared-prefix', 'edition-spelling', 'reserved-signs', 'file-name-case', 'listed-files-missing',
            'comma-decimals', 'percent-signs', 'word-case', 'word-variants', 'time-formats', 'timestamp-formats'],
    },
    Lectora: { files: lectora(), tool: 'Lectora', edition: 'SCORM 1.2', score: 0.9, success: 'unknown', tolerances: ['manifest-in-folder', 'backslash-hrefs', 'file-name-case'] },
    eXeLearning: { files: exelearning(), tool: 'eXeLearning', edition: 'SCORM 1.2', score: null, success: 'unknown' },
    'hand-made': {
        files: handMade(), tool: '', edition: 'SCORM 1.2', score: 0.8, success: 'unknown',
        tolerances: ['manifest-name-case', 'encoding-label', 'repaired-xml', 'wrong-namespace', 'edition-spelling', 'first-organization', 'identifier-case',
            'leading-slash-hrefs', 'file-name-case', 'untyped-scos', 'begin-again', 'loose-arguments', 'word-variants'],
    },
};
