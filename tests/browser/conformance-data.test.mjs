// The API and the data models of both versions in the browser, and what outlives a session of content: suspended data,
// objectives and shared data between attempts and courses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course12, course2004, item, modes, rule, sequencing } from './conforming.mjs';
import { Site } from './playing.mjs';
import { openBrowser } from './support.mjs';

const CHOICE_FLOW = sequencing(modes('choice="true" flow="true"'));

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A test with a learner who has launched the first of those packages. */
function play(name, packages, work) {
    test(name, async () => {
        const courses = [];
        for (const zip of [packages].flat()) courses.push(await site.import(zip));
        const learner = await new Learner(site, browser).register();
        await learner.launch(courses[0]);
        await work(learner, ...courses);
        learner.page.noErrors();
        await learner.close();
    });
}

play('the state model and the error codes of the API of SCORM 2004', course2004(item('one') + CHOICE_FLOW), async (learner) => {
    await learner.expect('Terminate -> false 112', 'GetValue cmi.mode -> 122', 'SetValue cmi.location x -> false 132', 'Commit -> false 142',
        'GetErrorString 142 -> Commit Before Initialization 142', 'Initialize now -> false 201', 'Initialize -> true',
        'Initialize -> false 103', 'Commit x -> false 201', 'Commit -> true', 'GetValue -> 301', 'SetValue -> false 351',
        'GetValue cmi.nothing -> 401', 'GetValue cmi.score -> 401', 'SetValue cmi.score 1 -> false 401', 'GetValue cmi.exit -> 405',
        'SetValue cmi.mode browse -> false 404', 'SetValue cmi.score.scaled x -> false 406', 'SetValue cmi.score.scaled 1.1 -> false 407',
        'GetValue cmi._version -> 1.0', 'GetValue cmi.location -> 403', 'SetValue cmi.location  -> true', 'GetValue cmi.location ->',
        'GetValue cmi.interactions.0.id -> 301', 'SetValue cmi.interactions.1.id q -> false 351',
        'SetValue cmi.interactions.0.type choice -> false 408', 'SetValue cmi.objectives.0.id a -> true', 'SetValue cmi.objectives.0.id b -> false 351',
        'SetValue cmi._children x -> false 404', 'GetValue cmi.location._children -> 301', 'GetErrorString 99999 -> 301',
        'GetDiagnostic -> cmi.location._children: This element has no children to list. 301',
        'Terminate x -> false 201', 'Terminate -> true', 'Terminate -> false 113', 'Commit -> false 143', 'SetValue cmi.location x -> false 133');
});

play('the state model and the error codes of the API of SCORM 1.2', course12(item('one')), async (learner) => {
    await learner.expect('GetValue cmi.core.lesson_status -> 301', 'Commit -> false 301', 'Initialize x -> false 201',
        'Initialize -> true', 'Initialize -> false 101', `GetValue cmi.core.student_id -> ${learner.id}`,
        'GetValue cmi.core.lesson_status -> not attempted', 'GetValue cmi.core._children -> student_id,student_name,lesson_location,credit,'
        + 'lesson_status,entry,score,total_time,lesson_mode,exit,session_time', 'SetValue cmi.core.student_id x -> false 403',
        'GetValue cmi.core.exit -> 404', 'SetValue cmi.core.lesson_status great -> false 405', 'SetValue cmi.core.score.raw 101 -> false 405',
        'SetValue cmi.core._children x -> false 402', 'GetValue cmi.core.nothing -> 201', 'SetValue cmi.core.score.raw 80 -> true',
        'SetValue cmi.core.lesson_status passed -> true', 'Terminate -> true', 'GetValue cmi.core.lesson_status -> 301');
    const attempt = await learner.stored();
    assert.equal(attempt.completion, 'completed');
    assert.equal(attempt.success, 'passed');
    assert.equal(attempt.score, 0.8);
});

play('250 interactions, 100 objectives, 250 comments and any character survive a suspend', course2004(item('one') + CHOICE_FLOW),
    async (learner, course) => {
        const lines = Array.from({ length: 250 }, (_, i) => [`SetValue cmi.interactions.${i}.id q${i}`,
            `SetValue cmi.interactions.${i}.type fill-in`, `SetValue cmi.interactions.${i}.learner_response {lang=cy}Dŵr 水 🌊 ${i}`,
            `SetValue cmi.comments_from_learner.${i}.comment Note ${i}`]).flat();
        lines.push(...Array.from({ length: 100 }, (_, i) => [`SetValue cmi.objectives.${i}.id o${i}`,
            `SetValue cmi.objectives.${i}.progress_measure 0.${i}1`]).flat());
        const answers = await learner.say('Initialize', ...lines, `SetValue cmi.suspend_data ${'ŵ'.repeat(64_000)}`);
        assert.deepEqual([...new Set(answers)], ['true']);
        assert.equal(await learner.press('suspendAll'), 'suspended');
        await learner.stored();
        await learner.launch(course);
        await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'GetValue cmi.interactions._count -> 250',
            'GetValue cmi.comments_from_learner._count -> 250', 'GetValue cmi.objectives._count -> 100',
            'GetValue cmi.interactions.249.learner_response -> {lang=cy}Dŵr 水 🌊 249', 'GetValue cmi.comments_from_learner.249.comment -> Note 249',
            'GetValue cmi.objectives.99.progress_measure -> 0.991', `GetValue cmi.suspend_data -> ${'ŵ'.repeat(64_000)}`);
    });

const shared = (target, rights = '') => `<adlcp:data><adlcp:map targetID="${target}" ${rights}/></adlcp:data>`;

play('shared data: rights, empty stores, the same bucket in two courses', [
    course2004(item('one', shared('urn:shared:1')) + item('two', `<adlcp:data><adlcp:map targetID="urn:shared:1" writeSharedData="false"/>
        <adlcp:map targetID="urn:shared:2" readSharedData="false"/></adlcp:data>`) + CHOICE_FLOW),
    course2004(item('other', shared('urn:shared:1')) + CHOICE_FLOW),
], async (learner, first, second) => {
    await learner.expect('Initialize -> true', 'GetValue adl.data._count -> 1', 'GetValue adl.data._children -> id,store',
        'GetValue adl.data.0.id -> urn:shared:1', 'GetValue adl.data.0.store -> 403', 'SetValue adl.data.0.store  -> true', 'GetValue adl.data.0.store -> 403',
        'SetValue adl.data.0.store kept -> true', 'SetValue adl.data.0.id x -> false 404', 'GetValue adl.data.1.id -> 301');
    await learner.press('continue');
    await learner.expect('Initialize -> true', 'GetValue adl.data.0.store -> kept', 'SetValue adl.data.0.store x -> false 404',
        'GetValue adl.data.1.store -> 405', 'SetValue adl.data.1.store y -> true');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(second);
    await learner.expect('Initialize -> true', 'GetValue adl.data.0.store -> kept');
    await learner.stored();
    await learner.launch(first, 'new');
    await learner.expect('Initialize -> true', 'GetValue adl.data.0.store -> kept');
    const another = await new Learner(site, browser).register();
    await another.launch(second);
    await another.expect('Initialize -> true', 'GetValue adl.data.0.store -> 403');
    await another.close();
});

play('shared data of one attempt is kept by a resume and cleared by a new attempt', course2004(
    item('one', shared('urn:own')) + item('two') + CHOICE_FLOW, { organization: 'adlcp:sharedDataGlobalToSystem="false"' }), async (learner, course) => {
    await learner.expect('Initialize -> true', 'SetValue adl.data.0.store mine -> true', 'Terminate -> true');
    await learner.press('suspendAll');
    await learner.stored();
    await learner.launch(course);
    await learner.expect('Initialize -> true', 'GetValue adl.data.0.store -> mine');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(course);
    await learner.expect('Initialize -> true', 'GetValue adl.data.0.store -> 403');
});

const map = (id, attributes, inner = '') => `<imsss:objectives><imsss:primaryObjective objectiveID="${id}">
    <imsss:mapInfo targetObjectiveID="urn:global" ${attributes}/></imsss:primaryObjective></imsss:objectives>${inner}`;
const all = 'readRawScore="true" readMinScore="true" readMaxScore="true" readCompletionStatus="true" readProgressMeasure="true"'
    + ' writeRawScore="true" writeMinScore="true" writeMaxScore="true" writeCompletionStatus="true" writeProgressMeasure="true"';
const mapped = (id) => map(id, 'readSatisfiedStatus="true" readNormalizedMeasure="true" writeSatisfiedStatus="true" writeNormalizedMeasure="true"',
    `<adlseq:objectives><adlseq:objective objectiveID="${id}"><adlseq:mapInfo targetObjectiveID="urn:global" ${all}/></adlseq:objective></adlseq:objectives>`);

play('global objectives reach other parts, other courses and new attempts of this learner alone', [
    course2004(item('one', sequencing(mapped('p1'))) + item('two', sequencing(mapped('p2'))) + CHOICE_FLOW),
    course2004(item('other', sequencing(mapped('p3'))) + CHOICE_FLOW),
], async (learner, first, second) => {
    // The content's own status and score belong to its attempt; what is known elsewhere stands with the objective.
    const read = ['GetValue cmi.objectives.0.success_status -> passed', 'GetValue cmi.objectives.0.score.scaled -> 0.75',
        'GetValue cmi.objectives.0.score.raw -> 30', 'GetValue cmi.objectives.0.score.max -> 40',
        'GetValue cmi.objectives.0.completion_status -> completed', 'GetValue cmi.objectives.0.progress_measure -> 1',
        'GetValue cmi.success_status -> unknown', 'GetValue cmi.score.scaled -> 403'];
    await learner.expect('Initialize -> true', 'SetValue cmi.success_status passed -> true', 'SetValue cmi.score.scaled 0.75 -> true',
        'SetValue cmi.score.raw 30 -> true', 'SetValue cmi.score.max 40 -> true', 'SetValue cmi.completion_status completed -> true',
        'SetValue cmi.progress_measure 1 -> true');
    await learner.press('continue');
    await learner.expect('Initialize -> true', ...read, 'GetValue cmi.objectives.0.id -> p2');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(second);
    await learner.expect('Initialize -> true', ...read, 'SetValue cmi.score.scaled 0.5 -> true', 'SetValue cmi.exit suspend -> true', 'Terminate -> true');
    await learner.press('suspendAll');
    await learner.stored();
    // What became known elsewhere meanwhile replaces what was suspended.
    await learner.launch(first, 'new');
    await learner.expect('Initialize -> true', 'GetValue cmi.objectives.0.score.scaled -> 0.5', 'SetValue cmi.score.scaled 0.25 -> true');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(second);
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'GetValue cmi.objectives.0.score.scaled -> 0.25');
    const another = await new Learner(site, browser).register();
    await another.launch(second);
    await another.expect('Initialize -> true', 'GetValue cmi.objectives.0.score.scaled -> 403', 'GetValue cmi.objectives.0.success_status -> unknown');
    await another.close();
});

play('objectives of one attempt are not global to the system when the course says so', course2004(
    item('one', sequencing(mapped('p1'))) + item('two', sequencing(mapped('p2'))) + CHOICE_FLOW,
    { organization: 'adlseq:objectivesGlobalToSystem="false"' }), async (learner, course) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.success_status passed -> true');
    await learner.press('continue');
    await learner.expect('Initialize -> true', 'GetValue cmi.objectives.0.success_status -> passed');
    await learner.press('exitAll');
    await learner.stored();
    await learner.launch(course, 'new');
    await learner.expect('Initialize -> true', 'GetValue cmi.objectives.0.success_status -> unknown');
});

play('a new attempt is a new one, the old one stays, and completion is never taken back', course2004(item('one') + item('two') + CHOICE_FLOW),
    async (learner, course) => {
        const done = ['SetValue cmi.completion_status completed -> true', 'SetValue cmi.success_status passed -> true'];
        await learner.expect('Initialize -> true', ...done);
        await learner.press('continue');
        await learner.expect('Initialize -> true', ...done);
        await learner.press('exitAll');
        const first = await learner.stored();
        assert.deepEqual([first.completion, first.success], ['completed', 'passed']);
        // The same attempt again, worse: what was reached stays reached.
        await learner.launch(course);
        assert.equal(learner.launched.attempt, first.id);
        await learner.expect('Initialize -> true', 'SetValue cmi.completion_status incomplete -> true', 'SetValue cmi.success_status failed -> true');
        await learner.press('exitAll');
        assert.equal((await learner.stored()).completion, 'completed');
        await learner.launch(course, 'new');
        assert.notEqual(learner.launched.attempt, first.id);
        await learner.expect('Initialize -> true', 'GetValue cmi.completion_status -> unknown', 'GetValue cmi.entry -> ab-initio');
        assert.notEqual((await learner.stored()).completion, 'completed');
        assert.equal((await site.call('GET', `/attempts/${first.id}`)).completion, 'completed');
    });

play('rollup: measures, counts and what is not tracked', course2004(
    item('A', item('one') + item('two') + sequencing(`${modes('choice="true" flow="true"')}<imsss:rollupRules><imsss:rollupRule
        childActivitySet="atLeastCount" minimumCount="1"><imsss:rollupConditions><imsss:rollupCondition condition="satisfied"/></imsss:rollupConditions>
        <imsss:rollupAction action="satisfied"/></imsss:rollupRule></imsss:rollupRules>`))
    + item('B', '', '').replace('</title>', `</title>${sequencing(rule('pre', 'disabled', 'always') + '<imsss:deliveryControls tracked="false"/>')}`)
    + CHOICE_FLOW), async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.score.scaled 0.8 -> true', 'SetValue cmi.success_status passed -> true');
    await learner.press('exitAll');
    const attempt = await learner.stored();
    assert.equal(attempt.success, 'passed');
    assert.equal(attempt.score, 0.4);
    assert.notEqual(attempt.completion, 'completed');
});

play('prerequisites of SCORM 1.2 keep parts closed until they are met', course12(
    item('one') + item('two', '<adlcp:prerequisites type="aicc_script">three</adlcp:prerequisites>') + item('three', '<adlcp:prerequisites'
    + ' type="aicc_script">one &amp; ~two="failed"</adlcp:prerequisites>')), async (learner) => {
    assert.equal(await learner.contents(), 'ORG one* -two -three');
    await learner.expect('Initialize -> true', 'SetValue cmi.core.lesson_status completed -> true', 'Terminate -> true');
    await learner.press('continue');
    assert.equal(await learner.contents(), 'ORG one -two three*');
    await learner.expect('Initialize -> true', 'SetValue cmi.core.lesson_status passed -> true', 'Terminate -> true');
    assert.equal(await learner.choose('two'), 'running');
});

play('SCORM 1.2: who decides about the status, and what becomes of exit, time and comments', course12(
    item('one', '<adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed><adlcp:timelimitaction>exit,message</adlcp:timelimitaction>'
    + '<adlcp:datafromlms>start</adlcp:datafromlms><adlcp:masteryscore>80</adlcp:masteryscore>') + item('two')), async (learner) => {
    await learner.expect('Initialize -> true', 'GetValue cmi.core.entry -> ab-initio', 'GetValue cmi.launch_data -> start',
        'GetValue cmi.student_data.mastery_score -> 80', 'GetValue cmi.student_data.max_time_allowed -> 00:30:00',
        'GetValue cmi.student_data.time_limit_action -> exit,message', 'SetValue cmi.comments Good. -> true',
        'SetValue cmi.comments Very good. -> true', 'GetValue cmi.comments -> Good.Very good.', 'SetValue cmi.core.score.raw 10 -> true',
        'SetValue cmi.core.lesson_status incomplete -> true', 'SetValue cmi.core.session_time 00:10:00 -> true',
        'SetValue cmi.core.exit suspend -> true', 'Terminate -> true');
    // The content says that it is incomplete: the mastery score waits.
    assert.equal((await learner.stored()).success, 'unknown');
    await learner.choose('two');
    // It says nothing, and the learner goes elsewhere: it is completed.
    await learner.expect('Initialize -> true', 'GetValue cmi.student_data.mastery_score ->');
    await learner.choose('one');
    await learner.expect('Initialize -> true', 'GetValue cmi.core.entry -> resume', 'GetValue cmi.core.total_time -> 0000:10:00',
        'GetValue cmi.core.lesson_status -> incomplete', 'GetValue cmi.comments -> Good.Very good.', 'SetValue cmi.core.score.raw 80 -> true',
        'SetValue cmi.core.lesson_status failed -> true', 'SetValue cmi.core.session_time 00:05:00.5 -> true', 'Terminate -> true');
    const attempt = await learner.stored();
    assert.equal(attempt.completion, 'completed');
    assert.equal(attempt.success, 'passed');
    await learner.choose('two');
    await learner.choose('one');
    await learner.expect('Initialize -> true', 'GetValue cmi.core.entry ->', 'GetValue cmi.core.lesson_status -> passed',
        'GetValue cmi.core.total_time -> 0000:15:00.5');
});

play('before the 4th edition there is no shared data and no jump', course2004(item('one') + item('two') + CHOICE_FLOW, { edition: '3rd' }),
    async (learner) => {
        await learner.expect('Initialize -> true', 'GetValue adl.data._count -> 401', 'SetValue adl.nav.request {target=two}jump -> false 406',
            'GetValue adl.nav.request_valid.jump.{target=two} -> 401', 'GetValue adl.nav.request_valid.choice.{target=two} -> true',
            'SetValue adl.nav.request {target=two}choice -> true', 'Terminate -> true');
        await learner.becomes('running', 'two');
    });
