// Packages that behave as the output of authoring tools does: the shape of the package, the way the content finds the
// API, the order of its calls, what it keeps and how it leaves. All of it is written here; no tool's code is in it.
//
// Nearly every package is the same small course of three pages with a question on the second, from wild-content.mjs. Each
// tool below has its own driver: an object `tracker` with begin() → place, at(place), answered(right), done(score)
// and leave().
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { temporaryFolder } from '../support/server.mjs';
import { coursePage, findApi, frameset } from './wild-content.mjs';

/** @returns {string} the zip of these files */
export function zip(files) {
    const folder = temporaryFolder();
    for (const [path, bytes] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), bytes);
    }
    execFileSync('zip', ['-q', 'package.zip', ...Object.keys(files)], { cwd: folder });
    return join(folder, 'package.zip');
}

const resource = (href, files, type = 'adlcp:scormtype="sco"') => `<resource identifier="RES" type="webcontent" ${type} href="${href}">
${files.map((file) => `<file href="${file}"/>`).join('')}</resource>`;

/** A manifest of SCORM 1.2. */
export function manifest12(title, resources, { item = '', version = '1.2', metadata = '' } = {}) {
    return `<?xml version="1.0" encoding="utf-8" standalone="no"?>
<manifest identifier="${title.replace(/\W/g, '_')}" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd">
<metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion>${metadata}</metadata>
<organizations default="ORG"><organization identifier="ORG"><title>${title}</title>
<item identifier="ITEM" identifierref="RES" isvisible="true"><title>${title}</title>${item}</item></organization></organizations>
<resources>${resources}</resources></manifest>`;
}

/** A manifest of SCORM 2004. */
export function manifest2004(title, resources, { version = '2004 3rd Edition', sequencing = '' } = {}) {
    return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${title.replace(/\W/g, '_')}" version="1.0" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
  xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG"><title>${title}</title>
<item identifier="ITEM" identifierref="RES"><title>${title}</title>${sequencing}</item>
<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing></organization></organizations>
<resources>${resources}</resources></manifest>`;
}

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

/** Each page is a SCO of its own, which says that it is complete when it is left. */
function exelearning() {
    const functions = `${findApi}
var api, left = false, start;
function loadPage() {
  api = findApi('API'); api.LMSInitialize(''); start = new Date();
  if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') api.LMSSetValue('cmi.core.lesson_status', 'unknown');
}
function unloadPage() {
  if (left) return;
  left = true;
  api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSSetValue('cmi.core.exit', 'suspend');
  api.LMSSetValue('cmi.core.session_time', '00:00:' + Math.round((new Date() - start) / 10) / 100); api.LMSCommit(''); api.LMSFinish('');
}`;
    const pages = { index: 'Home', 'what-to-do': 'What to do', 'who-to-call': 'Who to call' };
    const items = Object.entries(pages).map(([name, title], i) =>
        `<item identifier="ITEM-eXe${i}" isvisible="true" identifierref="RES-eXe${i}"><title>${title}</title></item>`);
    const list = Object.keys(pages).map((name, i) => `<resource identifier="RES-eXe${i}" type="webcontent" adlcp:scormtype="sco"
        href="${name}.html"><file href="${name}.html"/><file href="base.css"/><dependency identifierref="COMMON_FILES"/></resource>`);
    const files = {
        'imsmanifest.xml': `<?xml version="1.0" encoding="UTF-8"?>
<!-- Generated by eXe - http://exelearning.net -->
<manifest identifier="eXeCourse" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2"><metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>
<adlcp:location>imslrm.xml</adlcp:location></metadata><organizations default="eXeOrg"><organization identifier="eXeOrg" structure="hierarchical">
<title>eXeLearning</title>${items.join('')}</organization></organizations>
<resources>${list.join('')}<resource identifier="COMMON_FILES" type="webcontent" adlcp:scormtype="asset"><file href="base.css"/></resource></resources></manifest>`,
        'base.css': 'body { margin: 1em }',
        'SCOFunctions.js': functions,
        'contentv3.xml': '<package/>',
    };
    for (const [name, title] of Object.entries(pages)) {
        files[`${name}.html`] = `<!doctype html><html lang="en"><head><meta name="generator" content="eXeLearning 2.9"><title>${title}</title>
<script src="SCOFunctions.js"></script></head><body data-page="${name}" onload="loadPage()" onunload="unloadPage()"><h1>${title}</h1></body></html>`;
    }
    return files;
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

/** Old frames, names in the wrong case, back-slashes, and the course in a window of its own. */
function lectora() {
    const driver = `${findApi}
var api = findApi('API'), on = false;
var tracker = {
  begin: function () {
    on = api.LMSInitialize('') == 'true';
    api.LMSGetValue('cmi.core._children');
    var at = api.LMSGetValue('cmi.core.lesson_location');
    if (api.LMSGetValue('cmi.core.lesson_status') == 'not attempted') api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
    return at ? Number(/page_(\\d+)/.exec(at)[1]) : 1;
  },
  at: function (place) { api.LMSSetValue('cmi.core.lesson_location', 'a001_page_' + place + '.html'); api.LMSCommit(''); },
  answered: function () {},
  done: function (score) {
    api.LMSSetValue('cmi.core.score.raw', ' ' + score + ' ');
    api.LMSSetValue('cmi.core.lesson_status', 'Complete');
    api.LMSCommit('');
  },
  leave: function () { if (on) { on = false; api.LMSSetValue('cmi.core.exit', ''); api.LMSSetValue('cmi.core.session_time', '00:01:00'); api.LMSFinish(''); } }
};`;
    const page = coursePage('<script src="trivantis-scorm.js"></script>');
    return {
        'My Course/imsmanifest.xml': manifest12('Lectora', resource('Pages\\A001Index.html', ['pages\\a001index.html', 'pages\\course.html'])),
        'My Course/pages/a001index.html': `<!doctype html><html lang="en"><title>Start</title><body><h1>Start</h1>
<button data-open onclick="window.open('course.html', 'course', 'width=800,height=600')">Open the course</button></body></html>`,
        'My Course/pages/course.html': page,
        'My Course/pages/trivantis-scorm.js': driver,
        '__MACOSX/My Course/._imsmanifest.xml': 'x',
        'My Course/.DS_Store': 'x',
    };
}

/** A teacher's work: each page a document that begins and finishes, a manifest with slips, words as they come. */
function handMade() {
    const script = `var API = null;
function find(w) { var n = 0; while (!w.API && w.parent && w.parent != w && n < 500) { w = w.parent; n++; } return w.API; }
function loadPage(number) {
  API = find(window); API.LMSInitialize("null"); document.body.setAttribute('data-page', number);
  var last = API.LMSGetValue('cmi.core.lesson_location');
  if (number == 1 && last && last != 1) { location.replace('page' + last + '.html'); return; }
  API.LMSSetValue('cmi.core.lesson_location', number); API.LMSSetValue('cmi.core.lesson_status', 'incomplete');
}
function finish(score) {
  API.LMSSetValue('cmi.core.score.raw', score); API.LMSSetValue('cmi.core.lesson_status', 'complete'); API.LMSCommit(false);
}
function unloadPage() { API.LMSSetValue('cmi.core.session_time', '0:0:30'); API.LMSFinish("null"); }`;
    const page = (number, inner) => `<html><head><title>Page ${number}</title><script src="Scripts/sco.js"></script></head>
<body onload="loadPage(${number})" onunload="unloadPage()"><h1>Page ${number}</h1>${inner}</body></html>`;
    return {
        'ImsManifest.xml': Buffer.from(`
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="http://www.example.org/none"><metadata><schema>SCORM</schema><schemaversion>SCORM 1.2</schemaversion></metadata>
<organizations><organization identifier="o"><title>Caf\u00e9 & kitchen</title><item identifier="i" identifierref="r"><title>Hygi\u00e8ne &eacute;</title></item>
</organization></organizations><resources><resource identifier="R" type="webcontent" href="/Page1.html"><file href="page1.html"/></resource></resources></manifest>`, 'latin1'),
        'page1.html': page(1, '<a data-next href="page2.html">Next</a>'),
        'page2.html': page(2, '<a data-next href="page3.html">Next</a>'),
        'page3.html': page(3, '<button data-finish onclick="finish(80)">Finish</button>'),
        'scripts/sco.js': script,
    };
}

/** A game: points, words of the other edition, a manifest of the other edition. */
function game() {
    const driver = `${findApi}
var api = findApi('API');
function put(name, value) { if (api.LMSSetValue(name, value) !== 'true') problems.push(name + ' ' + api.LMSGetLastError()); }
var tracker = {
  begin: function () { api.LMSInitialize(false); return Number(api.LMSGetValue('cmi.suspend_data')) || 1; },
  at: function (place) { put('cmi.suspend_data', place); },
  answered: function () {},
  done: function (score) {
    put('cmi.core.score.max', 1500); put('cmi.core.score.min', 0); put('cmi.core.score.raw', 15 * score);
    put('cmi.core.lesson_status', 'PASSED');
  },
  leave: function () { put('cmi.core.exit', 'normal'); put('cmi.core.session_time', 'PT30.123S'); api.LMSFinish(undefined); }
};`;
    return {
        'imsmanifest.xml': manifest2004('Game', resource('index.html', ['index.html'], 'adlcp:scormType="sco"'), { version: '2004 4th Edition' }),
        'index.html': coursePage('<script src="scorm.js"></script>', { leaveOn: ['pagehide'] }),
        'scorm.js': driver,
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
    Lectora: { files: lectora(), tool: 'Lectora', edition: 'SCORM 1.2', score: 0.9, success: 'unknown', tolerances: ['manifest-in-folder', 'backslash-hrefs', 'file-name-case'] },
    eXeLearning: { files: exelearning(), tool: 'eXeLearning', edition: 'SCORM 1.2', score: null, success: 'unknown' },
    'hand-made': {
        files: handMade(), tool: '', edition: 'SCORM 1.2', score: 0.8, success: 'unknown',
        tolerances: ['manifest-name-case', 'encoding-label', 'repaired-xml', 'wrong-namespace', 'edition-spelling', 'first-organization', 'identifier-case',
            'leading-slash-hrefs', 'file-name-case', 'untyped-scos', 'begin-again', 'loose-arguments', 'word-variants'],
    },
};
