// Objectives and rollup as a conformance tester plays them: what one part reached decides what is delivered elsewhere, and
// what becomes of the whole. The engine's transcripts in tests/scorm have the fine points.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course2004, item, modes, rule, sequencing } from './conforming.mjs';
import { Site } from './playing.mjs';
import { openBrowser } from './support.mjs';

const CHOICE_FLOW = modes('choice="true" flow="true"');
const FLOW = modes('choice="false" flow="true"');

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A test with a learner and the courses of those bodies. */
function play(name, packages, work) {
    test(name, async () => {
        const courses = [];
        for (const zip of packages) courses.push(await site.import(zip));
        const learner = await new Learner(site, browser).register();
        await learner.launch(courses[0]);
        await work(learner, ...courses);
        learner.page.noErrors();
        await learner.close();
    });
}

/** A map: "r" and "w" of satisfaction and measure, as in map('urn:goal', 'w'). */
const map = (target, rights = 'r') => `<imsss:mapInfo targetObjectiveID="${target}"
    readSatisfiedStatus="${rights.includes('r')}" readNormalizedMeasure="${rights.includes('r')}"
    writeSatisfiedStatus="${rights.includes('w')}" writeNormalizedMeasure="${rights.includes('w')}"/>`;
const primary = (id, inner = '', minimum) => `<imsss:primaryObjective objectiveID="${id}"
    ${minimum === undefined ? '' : 'satisfiedByMeasure="true"'}>
    ${minimum === undefined ? '' : `<imsss:minNormalizedMeasure>${minimum}</imsss:minNormalizedMeasure>`}${inner}</imsss:primaryObjective>`;
const objective = (id, inner) => `<imsss:objective objectiveID="${id}">${inner}</imsss:objective>`;
const objectives = (...all) => `<imsss:objectives>${all.join('')}</imsss:objectives>`;
const rollup = (action, condition, set = 'all', inner = '') => `<imsss:rollupRules><imsss:rollupRule childActivitySet="${set}" ${inner}>
    <imsss:rollupConditions><imsss:rollupCondition condition="${condition}"/></imsss:rollupConditions>
    <imsss:rollupAction action="${action}"/></imsss:rollupRule></imsss:rollupRules>`;
/** adlseq objectives: `names` of what the objective reads from, or writes to, the target. */
const more = (id, target, way, ...names) => `<adlseq:objectives><adlseq:objective objectiveID="${id}"><adlseq:mapInfo
    targetObjectiveID="${target}" ${['RawScore', 'MinScore', 'MaxScore', 'CompletionStatus', 'ProgressMeasure'].map((name) =>
        ['read', 'write'].map((each) => `${each}${name}="${each === way && names.includes(name)}"`).join(' ')).join(' ')}/>
    </adlseq:objective></adlseq:objectives>`;
const SKIP_SATISFIED = rule('pre', 'skip', 'satisfied');

/** Begins, sets, ends: what content does in most of these. */
async function work(learner, ...values) {
    await learner.expect('Initialize -> true', ...values.map((value) => `SetValue cmi.${value} -> true`), 'Terminate -> true');
}

/** Works in the current part and goes on; the part or the state that comes of it must be `next`. */
async function on(learner, next, ...values) {
    await work(learner, ...values);
    const state = await learner.press('continue');
    const current = (await learner.contents()).split(' ').find((entry) => entry.endsWith('*'));
    assert.equal(state === 'running' ? current?.replace(/^-|\*$/g, '') : state, next);
}

async function stored(learner, id) {
    const { completion, success, score } = (await learner.stored()).activities.find((entry) => entry.id === id);
    return [completion, success, score];
}

play('what was reached in one course decides what another begins with, for this learner alone', [
    course2004(item('teaching', sequencing(objectives(primary('own', map('urn:skill', 'w'), 0.5)))) + sequencing(CHOICE_FLOW)),
    course2004(item('basics', sequencing(SKIP_SATISFIED + objectives(primary('own', map('urn:skill')))))
        + item('advanced') + sequencing(FLOW)),
], async (learner, teaching, later) => {
    await learner.launch(later);
    assert.equal(await learner.contents(), 'ORG -basics* -advanced');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(teaching);
    await work(learner, 'score.scaled 0.75');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(later, 'new');
    assert.equal(await learner.contents(), 'ORG -basics -advanced*');
    const another = await new Learner(site, browser).register();
    await another.launch(later);
    assert.equal(await another.contents(), 'ORG -basics* -advanced');
    await another.close();
});

const ofTheAttempt = { organization: 'adlseq:objectivesGlobalToSystem="false"' };

play('objectives of the attempt on a course last as long as a part of it is suspended, and no other course has them', [
    course2004(item('first', sequencing(objectives(primary('own', map('urn:mine', 'rw')))))
        + item('second', sequencing(SKIP_SATISFIED + objectives(primary('own', map('urn:mine'))))) + item('third')
        + sequencing(CHOICE_FLOW), ofTheAttempt),
    course2004(item('other', sequencing(objectives(primary('own', map('urn:mine'))))) + sequencing(CHOICE_FLOW), ofTheAttempt),
], async (learner, course, other) => {
    // By the letter: a completed attempt is played on instead of looked at again.
    const { packages } = await site.call('GET', '/packages');
    const { id } = packages.find((one) => one.course === course);
    await site.call('PUT', `/packages/${id}/tolerances`, { profile: 'strict' });
    await learner.launch(course);
    const leave = async (how) => {
        await learner.press(how);
        await learner.stored();
        await learner.launch(course);
    };
    const knows = (status) => learner.expect('Initialize -> true', `GetValue cmi.objectives.0.success_status -> ${status}`);
    await on(learner, 'third', 'success_status passed');
    await work(learner, 'exit suspend');
    await leave('exitAll');
    assert.match(await learner.contents(), /first\*/);
    await knows('passed');
    await leave('suspendAll');
    await knows('passed');
    await learner.choose('third');
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'SetValue cmi.exit normal -> true');
    await leave('exitAll');
    await knows('unknown');
    await learner.stored();
    await learner.launch(other);
    await knows('unknown');
});

play('Retry All begins a new attempt on the course: its own objectives and shared data are forgotten', [
    course2004(item('first', `<adlcp:data><adlcp:map targetID="urn:notes"/></adlcp:data>`
            + sequencing(objectives(primary('own', map('urn:round', 'rw')), objective('lasting', map('urn:round', 'r')))))
        + item('gate', sequencing(rule('post', 'retryAll', 'satisfied', 'operator="not"'))) + sequencing(FLOW),
    { organization: 'adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="false"' }),
], async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue adl.data.0.store read -> true', 'SetValue cmi.success_status passed -> true',
        'SetValue cmi.score.scaled 0.5 -> true', 'Terminate -> true');
    await learner.press('continue');
    await on(learner, 'first', 'success_status failed');
    await learner.expect('Initialize -> true', 'GetValue adl.data.0.store -> 403', 'GetValue cmi.objectives.0.success_status -> unknown',
        'GetValue cmi.objectives.1.score.scaled -> 403', 'GetValue cmi.success_status -> unknown', 'GetValue cmi.entry -> ab-initio');
});

play('an exam that is passed satisfies the chapters it maps to; what they make of it skips them and satisfies the course', [
    course2004(item('exam', sequencing(objectives(primary('own'), objective('a', map('urn:a', 'w')), objective('b', map('urn:b', 'w')))))
        + item('A', item('a1') + item('a2') + sequencing(FLOW + SKIP_SATISFIED + objectives(primary('own', map('urn:a', 'r')))))
        + item('B', item('b1', sequencing(objectives(primary('own', map('urn:b'))))) + item('b2')
            + sequencing(FLOW + rollup('satisfied', 'satisfied', 'any') + objectives(primary('own', map('urn:chapter', 'w')))))
        + item('C', item('c1') + sequencing(FLOW + SKIP_SATISFIED + objectives(primary('own', map('urn:chapter')))))
        + item('end') + sequencing(FLOW)),
], async (learner) => {
    // Chapter A is skipped; the first part of B is satisfied from outside and makes B satisfied as soon as it is rolled up.
    await on(learner, 'b1', 'objectives.0.id own', 'objectives.1.success_status passed', 'objectives.2.success_status passed');
    await on(learner, 'b2');
    await on(learner, 'end', 'success_status failed');
    assert.equal((await stored(learner, 'B'))[1], 'passed');
    assert.equal((await stored(learner, 'b2'))[1], 'failed');
});

play('weights: parts without a score count, a weight of nought and parts that are not tracked do not', [
    course2004(item('W', item('full') + item('half', sequencing('<imsss:rollupRules objectiveMeasureWeight="0.5"/>'))
            + item('nought', sequencing('<imsss:rollupRules objectiveMeasureWeight="0"/>'))
            + item('apart', sequencing('<imsss:deliveryControls tracked="false"/>'))
            + sequencing(CHOICE_FLOW + rule('exit', 'exit', 'satisfied') + objectives(primary('own', '', 0.3))
                + '<adlseq:rollupConsiderations measureSatisfactionIfActive="false"/>'))
        + item('end') + sequencing(CHOICE_FLOW)),
], async (learner) => {
    // Enough already, but the cluster is judged when it has ended.
    await on(learner, 'half', 'score.scaled 0.6');
    await on(learner, 'nought', 'score.scaled -0.6');
    await on(learner, 'apart', 'score.scaled 1');
    await on(learner, 'end', 'score.scaled 1');
    assert.deepEqual(await stored(learner, 'W'), ['completed', 'failed', 0.2]);
    await learner.choose('half');
    await work(learner, 'score.scaled 0.3');
    await learner.choose('end');
    // A new attempt on the cluster: what the others reached before is out, their weights are not.
    assert.deepEqual(await stored(learner, 'W'), ['unknown', 'failed', 0.1]);
});

play('completion by measure: the weights of progress, and a threshold on the cluster alone', [
    course2004(item('P', item('most', '<adlcp:completionThreshold progressWeight="0.75"/>')
            + item('least', '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.9" progressWeight="0.25"/>')
            + '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>' + sequencing(FLOW))
        + item('end') + sequencing(CHOICE_FLOW)),
], async (learner) => {
    await on(learner, 'least', 'progress_measure 0.4', 'completion_status completed');
    assert.equal((await stored(learner, 'P'))[0], 'incomplete');
    await learner.expect('Initialize -> true', 'GetValue cmi.completion_threshold -> 0.9', 'SetValue cmi.completion_status completed -> true',
        'GetValue cmi.completion_status -> unknown', 'SetValue cmi.progress_measure 0.8 -> true', 'GetValue cmi.completion_status -> incomplete');
    await learner.press('continue');
    assert.equal((await stored(learner, 'least'))[0], 'incomplete');
    assert.equal((await stored(learner, 'P'))[0], 'completed');
});

play('considerations: children not attempted, skipped or suspended are left out where the manifest says so', [
    course2004(item('A', item('a1') + item('a2', sequencing(
            '<adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForCompleted="ifAttempted"/>')) + sequencing(CHOICE_FLOW))
        + item('S', item('s1') + item('s2', sequencing(`${rule('pre', 'skip', 'attempted', 'operator="not"')}
            <adlseq:rollupConsiderations requiredForSatisfied="ifNotSkipped"/>`)) + sequencing(CHOICE_FLOW))
        + item('U', item('u1') + item('u2', sequencing(
            '<adlseq:rollupConsiderations requiredForSatisfied="ifNotSuspended" requiredForCompleted="ifNotSuspended"/>')) + sequencing(CHOICE_FLOW))
        + item('end') + sequencing(CHOICE_FLOW)),
], async (learner) => {
    await work(learner);
    await learner.choose('s1');
    await on(learner, 'u1');
    await on(learner, 'u2');
    await work(learner, 'success_status failed', 'completion_status incomplete', 'exit suspend');
    await learner.choose('end');
    const status = async (id) => (await stored(learner, id)).slice(0, 2);
    assert.deepEqual([await status('A'), await status('S'), await status('U')],
        [['completed', 'passed'], ['unknown', 'passed'], ['completed', 'passed']]);
    await learner.choose('u2');
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'SetValue cmi.exit normal -> true');
    await learner.choose('end');
    assert.deepEqual(await status('U'), ['incomplete', 'failed']);
});

play('sets: at least so many, at least that share, none; what is unknown is on no side', [
    course2004(['atLeastCount', 'atLeastPercent', 'none'].map((set) => item(set,
        item(`${set}1`) + item(`${set}2`) + item(`${set}3`) + sequencing(CHOICE_FLOW + rollup('satisfied', 'satisfied', set,
            set === 'none' ? '' : set === 'atLeastCount' ? 'minimumCount="2"' : 'minimumPercent="0.6667"')))).join('')
        + item('end') + sequencing(CHOICE_FLOW)),
], async (learner) => {
    const success = async (id) => (await stored(learner, id))[1];
    await on(learner, 'atLeastCount2', 'success_status passed');
    assert.equal(await success('atLeastCount'), 'unknown');
    await on(learner, 'atLeastCount3', 'success_status passed');
    assert.equal(await success('atLeastCount'), 'passed');
    await learner.choose('atLeastPercent1');
    await on(learner, 'atLeastPercent2', 'success_status passed');
    await on(learner, 'atLeastPercent3', 'success_status passed');
    assert.equal(await success('atLeastPercent'), 'unknown');
    await on(learner, 'none1', 'success_status passed');
    assert.equal(await success('atLeastPercent'), 'passed');
    await on(learner, 'none2', 'success_status failed');
    assert.equal(await success('none'), 'unknown');
    await on(learner, 'none3', 'success_status failed');
    await on(learner, 'end', 'success_status failed');
    assert.equal(await success('none'), 'passed');
});

play('a new attempt on a cluster counts what its parts reached before only where it says so; rules see it all the same', [
    course2004(item('fresh', item('f1') + item('f2', sequencing(SKIP_SATISFIED)) + sequencing(CHOICE_FLOW))
        + item('kept', item('k1') + item('k2') + sequencing(
            modes('choice="true" flow="true" useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="false"')))
        + sequencing(CHOICE_FLOW)),
], async (learner) => {
    await on(learner, 'f2', 'score.scaled 0.4');
    await on(learner, 'k1', 'score.scaled 0.8');
    await on(learner, 'k2', 'score.scaled 0.4');
    await work(learner, 'score.scaled 0.8');
    await learner.choose('f1');
    await on(learner, 'k1', 'score.scaled 0.2', 'success_status failed');
    assert.deepEqual(await stored(learner, 'fresh'), ['unknown', 'unknown', 0.1]);
    await work(learner, 'score.scaled 0.2', 'success_status failed');
    await learner.press('exitAll');
    assert.deepEqual(await stored(learner, 'kept'), ['completed', 'failed', 0.5]);
});

play('maps of adlseq: a cluster passes on what it rolled up, its parts their raw scores; what may not be read stays unknown', [
    course2004(item('P', item('p1', sequencing(objectives(primary('own')) + more('own', 'urn:raw', 'write', 'RawScore', 'MinScore', 'MaxScore')))
            + item('p2') + '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.25"/>'
            + sequencing(FLOW + objectives(primary('all')) + more('all', 'urn:whole', 'write', 'CompletionStatus', 'ProgressMeasure')))
        + item('reader', sequencing(objectives(primary('own'), '<imsss:objective objectiveID="whole"/>', '<imsss:objective objectiveID="raw"/>')
            + more('whole', 'urn:whole', 'read', 'CompletionStatus', 'ProgressMeasure')
                .replace('</adlseq:objectives>', more('raw', 'urn:raw', 'read', 'RawScore', 'MaxScore').replace('<adlseq:objectives>', ''))))
        + sequencing(CHOICE_FLOW)),
], async (learner) => {
    await on(learner, 'p2', 'progress_measure 0.6', 'score.raw 12.5', 'score.min -3', 'score.max 40');
    await learner.choose('reader');
    await learner.expect('Initialize -> true', 'GetValue cmi.objectives._count -> 3', 'GetValue cmi.objectives.1.completion_status -> completed',
        'GetValue cmi.objectives.1.progress_measure -> 0.3', 'GetValue cmi.objectives.1.success_status -> unknown',
        'GetValue cmi.objectives.2.score.raw -> 12.5', 'GetValue cmi.objectives.2.score.max -> 40',
        'GetValue cmi.objectives.2.score.min -> 403', 'GetValue cmi.objectives.2.completion_status -> unknown');
});

play('pages without a voice are done when they are left; a chapter that is not tracked keeps nothing and passes nothing on', [
    course2004(item('R', item('page', sequencing(objectives(primary('own', map('urn:page', 'w')))), 'identifierref="PAGE"')
            + item('leaf', sequencing('<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>'), 'identifierref="PAGE"')
            + sequencing(CHOICE_FLOW))
        + item('Q', item('q1') + sequencing(`${CHOICE_FLOW}${objectives(primary('own', map('urn:quiet', 'w')))}
            <imsss:deliveryControls tracked="false"/>`))
        + item('end', sequencing(objectives(primary('own', map('urn:page')), objective('quiet', map('urn:quiet'))))) + sequencing(CHOICE_FLOW),
    { resources: '<resource identifier="PAGE" type="webcontent" adlcp:scormType="asset" href="page.html"><file href="page.html"/></resource>',
        files: { 'page.html': '<!doctype html><html lang="en"><title>Page</title><h1>Page</h1>' } }),
], async (learner) => {
    await learner.press('continue');
    await learner.press('continue');
    assert.deepEqual((await stored(learner, 'page')).slice(0, 2), ['completed', 'passed']);
    assert.deepEqual((await stored(learner, 'R')).slice(0, 2), ['unknown', 'unknown']);
    await on(learner, 'end', 'score.scaled 1', 'success_status passed');
    await learner.expect('Initialize -> true', 'GetValue cmi.objectives.0.success_status -> passed',
        'GetValue cmi.objectives.1.success_status -> unknown', 'GetValue cmi.objectives.1.score.scaled -> 403');
});

play('rules of a cluster are judged by what its parts just rolled up: exit parent, and on to the next chapter or once more', [
    course2004(item('A', item('a1', sequencing(rule('post', 'exitParent', 'satisfied'))) + item('a2')
            + sequencing(FLOW + rule('post', 'retry', 'objectiveMeasureLessThan', 'measureThreshold="0.5" referencedObjective="all"')
                + objectives(primary('all'))))
        + item('B', item('b1') + item('b2') + sequencing(FLOW + rule('exit', 'exit', 'objectiveMeasureKnown')))
        + item('end') + sequencing(FLOW)),
], async (learner) => {
    // Satisfied, but half a score for two parts is too little: the chapter begins again.
    await on(learner, 'a1', 'success_status passed', 'score.scaled 0.5');
    await on(learner, 'a2', 'success_status failed', 'score.scaled 1');
    await on(learner, 'b1', 'score.scaled 1');
    await on(learner, 'end', 'score.scaled 0.25');
    assert.equal((await stored(learner, 'B'))[2], 0.125);
});
