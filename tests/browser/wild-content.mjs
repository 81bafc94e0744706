// The course that all packages of wild.mjs hold: three pages, a question on the second. Which page is shown is in
// body[data-page]; what went wrong between content and API in window.problems.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { temporaryFolder } from '../support/server.mjs';

/** Looks for the API as most content does: here, in the parents, then in the opener and its parents. */
export const findApi = `var problems = [];
function findApi(name) {
  function up(win) { for (var n = 0; win && n < 500; n++) { try { if (win[name]) return win[name]; } catch (e) { return null; } if (win.parent === win) break; win = win.parent; } return null; }
  return up(window) || (window.opener ? up(window.opener) : null) || (window.top.opener ? up(window.top.opener) : null);
}`;

/**
 * @param {string} scripts what makes `tracker` @param {{leaveOn?: string[]}} options events at which the content leaves
 * @returns {string}
 */
export function coursePage(scripts, { leaveOn = ['beforeunload'] } = {}) {
    return `<!DOCTYPE html>
<html lang="en"><head><title>Fire safety</title>${scripts}</head>
<body><h1>Page <span id="number"></span></h1>
<button data-next>Next</button> <button data-answer>Raise the alarm</button> <button data-finish>Finish</button>
<script>
var page = 1;
function show(number) {
  page = number;
  document.body.setAttribute('data-page', number);
  document.getElementById('number').textContent = number;
}
function button(name, act) { document.querySelector('[data-' + name + ']').onclick = act; }
button('next', function () { show(page + 1); tracker.at(page); });
button('answer', function () { tracker.answered(true); document.body.setAttribute('data-answered', 'true'); });
button('finish', function () { tracker.done(90); document.body.setAttribute('data-finished', 'true'); });
${JSON.stringify(leaveOn)}.forEach(function (event) { addEventListener(event, function () { tracker.leave(); }); });
window.onload = function () { show(tracker.begin()); tracker.at(page); };
</script></body></html>`;
}

/** A page whose frame holds the course, as drivers that come first do. */
export function frameset(href, scripts) {
    return `<!DOCTYPE html><html lang="en"><head><title>Loading</title>${scripts}
<style>html, body, iframe { margin: 0; height: 100%; width: 100%; border: 0 }</style></head>
<body><iframe name="scormdriver_content" title="Course" src="${href}"></iframe></body></html>`;
}

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

/** The resource of the one item there is. */
export const resource = (href, files, type = 'adlcp:scormtype="sco"') => `<resource identifier="RES" type="webcontent" ${type} href="${href}">
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
