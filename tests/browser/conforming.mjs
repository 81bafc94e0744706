// What the conformance tests share: packages written down in a few lines, and a learner who works in them through what
// any tool may use: the REST calls, the marks of the player's page, and the API that content finds.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { temporaryFolder } from '../support/server.mjs';
import { newPage } from './support.mjs';

/** Content that finds the API in its parents and leaves the talking to the test. */
const page = (version) => `<!doctype html><html lang="en"><title>Content</title><body><h1>Content</h1><script>
var view = window;
while (!view.${version} && view.parent !== view) view = view.parent;
window.api = view.${version};
</script>`;

const namespaces2004 = 'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
    + ' xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"'
    + ' xmlns:imsss="http://www.imsglobal.org/xsd/imsss"';
const namespaces12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"';

/** An item; `inner` is what stands in it behind its title. */
export function item(id, inner = '', attributes = '') {
    const target = /<item/.test(inner) || /identifierref=/.test(attributes) ? '' : 'identifierref="SCO"';
    return `<item identifier="${id}" ${target} ${attributes}><title>${id}</title>${inner}</item>`;
}

export const sequencing = (inner) => `<imsss:sequencing>${inner}</imsss:sequencing>`;
export const modes = (attributes) => `<imsss:controlMode ${attributes}/>`;

/** `<imsss:sequencing>` with rules of a kind: "pre", "post" or "exit". */
export const rule = (kind, action, condition, attributes = '') => `<imsss:sequencingRules><imsss:${kind}ConditionRule>
    <imsss:ruleConditions><imsss:ruleCondition condition="${condition}" ${attributes}/></imsss:ruleConditions>
    <imsss:ruleAction action="${action}"/></imsss:${kind}ConditionRule></imsss:sequencingRules>`;

/** @returns {string} the zip of a package with those files and the manifest */
export function zipped(manifest, files) {
    const folder = temporaryFolder();
    const all = { ...files, 'imsmanifest.xml': manifest };
    for (const [path, text] of Object.entries(all)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
    }
    execFileSync('zip', ['-qr', 'package.zip', ...Object.keys(all)], { cwd: folder });
    return join(folder, 'package.zip');
}

/**
 * A SCORM 2004 package. `body` is what stands in the organization behind its title.
 * @param {string} body @param {{organization?: string, resources?: string, files?: Record<string, string>, after?: string,
 *     edition?: string}} options
 */
export function course2004(body, { organization = '', resources = '', files = {}, after = '', edition = '4th' } = {}) {
    return zipped(`<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" ${namespaces2004}><metadata><schema>ADL SCORM</schema><schemaversion>2004 ${edition} Edition</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG" ${organization}><title>Course</title>${body}</organization></organizations>
<resources><resource identifier="SCO" type="webcontent" adlcp:scormType="sco" href="sco.html"><file href="sco.html"/></resource>
${resources}</resources>${after}</manifest>`, { 'sco.html': page('API_1484_11'), ...files });
}

/** A SCORM 1.2 package. */
export function course12(body, { resources = '', files = {} } = {}) {
    return zipped(`<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" ${namespaces12}><metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="ORG"><organization identifier="ORG"><title>Course</title>${body}</organization></organizations>
<resources><resource identifier="SCO" type="webcontent" adlcp:scormtype="sco" href="sco.html"><file href="sco.html"/></resource>
${resources}</resources></manifest>`, { 'sco.html': page('API'), ...files });
}

/** One learner at one browser. */
export class Learner {
    constructor(site, browser) {
        this.site = site;
        this.browser = browser;
        this.enrolments = new Map();
    }

    /** Registers the person. */
    async register() {
        const name = `learner${++this.site.learners}`;
        const names = { given_name: 'Test', family_name: name, email: `${name}@example.org` };
        this.id = (await this.site.call('POST', '/people', names)).id;
        this.page = await newPage(this.browser);
        this.page.on('dialog', (dialog) => dialog.dismiss());
        return this;
    }

    /** Launches a course, enrolling first if need be, and waits until the player shows something. */
    async launch(course, attempt = 'resume') {
        if (!this.enrolments.has(course)) {
            const { id } = await this.site.call('POST', '/enrolments', { person: this.id, course });
            this.enrolments.set(course, id);
        }
        this.launched = await this.site.call('POST', `/enrolments/${this.enrolments.get(course)}/launch`, { attempt });
        await this.page.goto(this.launched.url);
        return this.state();
    }

    /** The player's state, once it has one, and its content is there. */
    async state() {
        await this.page.waitForSelector('body[data-player-state]', { timeout: 15_000 });
        const state = await this.page.locator('body').getAttribute('data-player-state');
        if (state === 'running') await (await this.frame()).waitForLoadState('load');
        return state;
    }

    async frame() {
        return (await this.page.waitForSelector('iframe#sco')).contentFrame();
    }

    /** Calls of the content, one text each: "SetValue cmi.location here"; returns "ANSWER ERROR" of each. */
    async say(...calls) {
        const frame = await this.frame();
        await frame.waitForFunction(() => window.api);
        return frame.evaluate((lines) => lines.map((line) => {
            const [, name, first, second] = /^(\w+) ?(\S*) ?([^]*)$/.exec(line);
            const prefix = 'LMSInitialize' in api ? 'LMS' : '';
            const full = prefix && name === 'Terminate' ? 'LMSFinish' : prefix + name;
            const answer = /SetValue/.test(name) ? api[full](first, second) : api[full](first);
            const error = api[`${prefix}GetLastError`]();
            return error === '0' ? answer : `${answer} ${error}`.trim();
        }), calls);
    }

    /** Says those lines and compares: each "CALL -> ANSWER [ERROR]". */
    async expect(...lines) {
        const pairs = lines.map((line) => line.split(/ ?-> ?/));
        const answers = await this.say(...pairs.map(([call]) => call));
        assert.deepEqual(pairs.map(([call], i) => `${call} -> ${answers[i]}`), pairs.map((pair) => pair.join(' -> ')));
    }

    async press(control) {
        await this.page.click(`button[data-nav=${control}]`);
        return this.state();
    }

    async choose(id) {
        await this.page.click(`[data-activity-id="${id}"]`);
        return this.state();
    }

    /** The controls that can be pressed. */
    controls() {
        return this.page.$$eval('button[data-nav]', (all) => all.filter((button) => !button.disabled && !button.hidden)
            .map((button) => button.dataset.nav).sort().join(' '));
    }

    /** The contents as text: "-ORG one* two": "-" cannot be chosen, "*" is current. */
    contents() {
        return this.page.$$eval('[data-activity-id]', (all) => all.map((entry) =>
            (entry.getAttribute('aria-disabled') === 'true' ? '-' : '') + entry.dataset.activityId
            + (entry.getAttribute('aria-current') === 'true' ? '*' : '')).join(' '));
    }

    /** Waits until the player has followed what content asked for. */
    async becomes(state, current) {
        await this.page.waitForFunction(([wanted, id]) => document.body.dataset.playerState === wanted
            && (!id || document.querySelector(`[data-activity-id="${id}"][aria-current=true]`)), [state, current]);
        return this.state();
    }

    /** The attempt as the server has it, once everything is there. */
    async stored() {
        await this.page.waitForFunction(() => document.body.dataset.save === 'saved'
            && !Object.keys(localStorage).some((key) => /^tessera:[^:]+:\d/.test(key)), null, { timeout: 20_000 });
        return this.site.call('GET', `/attempts/${this.launched.attempt}`);
    }

    async close() {
        await this.page.context().close();
    }
}
