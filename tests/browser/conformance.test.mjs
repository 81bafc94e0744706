// SCORM 2004 in the browser as a conformance tester plays it: sequencing, navigation, attempts, controls. Each test is a
// rule of the specification or of the house; the engine's own tests have the fine points.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course2004, item, modes, rule, sequencing } from './conforming.mjs';
import { Site } from './playing.mjs';
import { openBrowser } from './support.mjs';

const CHOICE_FLOW = sequencing(modes('choice="true" flow="true"'));
const FLOW = sequencing(modes('choice="false" flow="true"'));
const three = item('one') + item('two') + item('three');

let site, browser;
before(async () => {
    site = await new Site().start();
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await site?.server.stop();
});

/** A test with a learner who has launched a course. */
function play(name, body, options, work) {
    test(name, async () => {
        const course = await site.import(course2004(body, options));
        const learner = await new Learner(site, browser).register();
        await learner.launch(course);
        await work(learner, course);
        learner.page.noErrors();
        await learner.close();
    });
}

const satisfied = ['SetValue cmi.completion_status completed', 'SetValue cmi.success_status passed'];

play('controls and contents are right before Initialize', three + CHOICE_FLOW, {}, async (learner) => {
    assert.equal(await learner.contents(), 'ORG one* two three');
    assert.equal(await learner.controls(), 'abandon abandonAll continue exit exitAll suspendAll');
    await learner.expect('GetValue cmi.location -> 122', 'Initialize -> true', 'GetValue cmi.entry -> ab-initio',
        `GetValue cmi.learner_id -> ${learner.id}`);
    assert.equal(await learner.press('continue'), 'running');
    assert.equal(await learner.contents(), 'ORG one two* three');
    assert.match(await learner.controls(), /previous/);
});

play('hidden controls are not usable', item('one', `<adlnav:presentation><adlnav:navigationInterface>${['continue', 'previous',
    'suspendAll', 'exit', 'exitAll', 'abandon', 'abandonAll'].map((name) => `<adlnav:hideLMSUI>${name}</adlnav:hideLMSUI>`).join('')}
    </adlnav:navigationInterface></adlnav:presentation>`) + item('two') + CHOICE_FLOW, {}, async (learner) => {
    assert.equal(await learner.controls(), '');
    await learner.expect('Initialize -> true', 'GetValue adl.nav.request_valid.continue -> true',
        'GetValue adl.nav.request_valid.previous -> false', 'GetValue adl.nav.request_valid.choice.{target=two} -> true',
        'GetValue adl.nav.request_valid.jump.{target=two} -> true', 'SetValue adl.nav.request_valid.continue true -> false 404',
        'SetValue adl.nav.request continue -> true', 'Terminate -> true');
    await learner.becomes('running', 'two');
});

play('the content asks for a choice, for a jump, and leaves', three + FLOW, {}, async (learner) => {
    await learner.expect('Initialize -> true', 'GetValue adl.nav.request_valid.choice.{target=three} -> false',
        'SetValue adl.nav.request {target=three}jump -> true', 'Terminate -> true');
    await learner.becomes('running', 'three');
    await learner.expect('Initialize -> true', 'SetValue adl.nav.request exit -> true', 'Terminate -> true');
    await learner.becomes('choose');
    assert.equal(await learner.page.locator('iframe#sco').count(), 0);
    assert.equal(await learner.contents(), 'ORG -one -two -three');
});

play('after exit of the content the session stays open for choosing', three + CHOICE_FLOW, {}, async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.location kept -> true', 'SetValue adl.nav.request abandon -> true',
        'Terminate -> true');
    await learner.becomes('choose');
    assert.equal(await learner.choose('one'), 'running');
    await learner.expect('Initialize -> true', 'GetValue cmi.location -> 403', 'GetValue cmi.entry -> ab-initio',
        'SetValue adl.nav.request {target=two}choice -> true', 'Terminate -> true');
    await learner.becomes('running', 'two');
    await learner.expect('Initialize -> true', 'SetValue adl.nav.request abandonAll -> true', 'Terminate -> true');
    await learner.becomes('ended');
});

play('continue past the last part ends the session', item('one') + item('two') + FLOW, {}, async (learner) => {
    await learner.press('continue');
    assert.equal(await learner.press('continue'), 'ended');
    assert.equal((await learner.stored()).completion, 'completed');
});

play('Terminate alone moves nothing; rules run when the learner navigates',
    item('one', sequencing(rule('post', 'exitAll', 'always'))) + item('two') + CHOICE_FLOW, {}, async (learner) => {
        await learner.expect('Initialize -> true', 'Terminate -> true', 'GetValue cmi.entry -> 123', 'Initialize -> false 104');
        await learner.page.waitForTimeout(200);
        assert.equal(await learner.contents(), 'ORG one* two');
        assert.equal(await learner.press('continue'), 'ended');
    });

play('the request of the learner outranks that of the content', three + CHOICE_FLOW, {
    files: { 'sco.html': `<!doctype html><title>Content</title><script>
        window.api = parent.API_1484_11;
        addEventListener('unload', () => { api.SetValue('adl.nav.request', 'exitAll'); api.Terminate(''); });</script>` },
}, async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.exit suspend -> true');
    assert.equal(await learner.choose('three'), 'running');
    assert.equal(await learner.contents(), 'ORG one two three*');
    await learner.choose('one');
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume');
});

play('suspend all resumes with exit normal; exit all does not resume', three + CHOICE_FLOW, {}, async (learner, course) => {
    await learner.choose('two');
    await learner.expect('Initialize -> true', 'SetValue cmi.location page5 -> true', 'SetValue cmi.exit normal -> true',
        'SetValue cmi.session_time PT1M -> true', 'Terminate -> true');
    assert.equal(await learner.press('suspendAll'), 'suspended');
    await learner.stored();
    await learner.launch(course);
    assert.equal(await learner.contents(), 'ORG one two* three');
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'GetValue cmi.location -> page5',
        'GetValue cmi.total_time -> PT1M', 'SetValue cmi.exit suspend -> true', 'Terminate -> true');
    assert.equal(await learner.press('exitAll'), 'ended');
    await learner.stored();
    await learner.launch(course);
    assert.equal(await learner.contents(), 'ORG one* two three');
});

play('a time-out ends the session; the next start begins anew', three + CHOICE_FLOW, {}, async (learner, course) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.location page5 -> true', 'SetValue cmi.session_time PT5M -> true',
        'SetValue cmi.exit time-out -> true', 'Terminate -> true');
    await learner.becomes('ended');
    await learner.stored();
    await learner.launch(course);
    await learner.expect('Initialize -> true', 'GetValue cmi.entry -> ab-initio', 'GetValue cmi.total_time -> PT0H0M0S',
        'GetValue cmi.location -> 403');
});

play('a time-out goes before what the learner asks for', three + CHOICE_FLOW, {
    files: { 'sco.html': `<!doctype html><title>Content</title><script>
        window.api = parent.API_1484_11; addEventListener('unload', () => api.Terminate(''));</script>` },
}, async (learner) => {
    await learner.expect('Initialize -> true', 'SetValue cmi.exit time-out -> true');
    assert.equal(await learner.press('continue'), 'ended');
});

play('choosing the current part resumes it when it was suspended, else starts a new attempt', three + CHOICE_FLOW, {},
    async (learner) => {
        await learner.expect('Initialize -> true', 'SetValue cmi.location here -> true', 'SetValue cmi.exit suspend -> true',
            'Terminate -> true');
        await learner.choose('one');
        await learner.expect('Initialize -> true', 'GetValue cmi.entry -> resume', 'GetValue cmi.location -> here',
            'SetValue cmi.exit normal -> true', 'Terminate -> true');
        await learner.choose('one');
        await learner.expect('Initialize -> true', 'GetValue cmi.entry -> ab-initio', 'GetValue cmi.location -> 403');
    });

play('parts hidden from choice are not there, disabled ones cannot be chosen',
    item('one') + item('two', sequencing(rule('pre', 'hiddenFromChoice', 'always')))
    + item('three', sequencing(rule('pre', 'disabled', 'always'))) + item('four', '', 'isvisible="false"')
    + item('five', sequencing(modes('choiceExit="false"'))) + CHOICE_FLOW, {}, async (learner) => {
        assert.equal(await learner.contents(), 'ORG one* -three five');
        await learner.choose('five');
        assert.equal(await learner.contents(), '-ORG -one -three -five*');
        assert.match(await learner.controls(), /continue/);
    });

play('choice false, constrained choice and preventActivation limit what can be chosen',
    item('A', item('a1') + item('a2') + sequencing(`${modes('choice="true" flow="true"')}<adlseq:constrainedChoiceConsiderations constrainChoice="true"/>`))
    + item('B', item('b1') + CHOICE_FLOW) + item('C', item('c1') + CHOICE_FLOW)
    + item('D', item('d1') + sequencing(`${modes('choice="true" flow="true"')}<adlseq:constrainedChoiceConsiderations preventActivation="true"/>`))
    + item('E', item('e1') + FLOW) + CHOICE_FLOW, {}, async (learner) => {
        assert.equal(await learner.contents(), 'ORG A a1* a2 B b1 -C -c1 -D -d1 -E -e1');
        await learner.choose('b1');
        assert.equal(await learner.contents(), 'ORG A a1 a2 B b1* C c1 D -d1 E -e1');
    });

play('a forward-only cluster does not go back', three
    + sequencing(modes('choice="true" flow="true" forwardOnly="true"')), {}, async (learner) => {
    await learner.press('continue');
    assert.doesNotMatch(await learner.controls(), /previous/);
    assert.equal(await learner.contents(), 'ORG -one two* three');
});

play('post-condition rules: retry, previous, continue, exitParent',
    item('A', item('one', sequencing(rule('post', 'retry', 'completed', 'operator="not"')))
        + item('two', sequencing(rule('post', 'previous', 'satisfied', 'operator="not"'))) + FLOW)
    + item('B', item('three', sequencing(rule('post', 'exitParent', 'always'))) + item('four') + FLOW) + item('five') + FLOW, {},
    async (learner) => {
        await learner.expect('Initialize -> true', 'SetValue cmi.completion_status incomplete -> true');
        await learner.press('continue');
        assert.match(await learner.contents(), /one\*/);
        await learner.expect('Initialize -> true', 'GetValue cmi.entry -> ab-initio');
        await learner.press('continue');
        assert.match(await learner.contents(), /two\*/);
        await learner.expect('Initialize -> true', 'SetValue cmi.success_status failed -> true');
        await learner.press('continue');
        assert.match(await learner.contents(), /one\*/);
        await learner.press('continue');
        await learner.press('continue');
        assert.match(await learner.contents(), /three\*/);
        await learner.press('continue');
        assert.match(await learner.contents(), /five\*/);
    });

play('retryAll starts the course again', item('one')
    + item('two', sequencing(rule('post', 'retryAll', 'satisfied', 'operator="not"'))) + FLOW, {}, async (learner) => {
    await learner.press('continue');
    await learner.expect('Initialize -> true', 'SetValue cmi.success_status failed -> true', 'SetValue adl.nav.request continue -> true',
        'Terminate -> true');
    await learner.becomes('running', 'one');
});

play('an attempt limit disables what was taken', item('one', sequencing('<imsss:limitConditions attemptLimit="1"/>'))
    + item('two') + CHOICE_FLOW, {}, async (learner) => {
    await learner.press('continue');
    assert.equal(await learner.contents(), '-ORG -one two*');
});

play('selection and randomization offer that many children', item('A', three
    + sequencing(`${modes('choice="true" flow="true"')}<imsss:randomizationControls randomizationTiming="once" reorderChildren="true"
        selectCount="2" selectionTiming="once"/>`)) + CHOICE_FLOW, {}, async (learner) => {
    const before = await learner.contents();
    assert.equal(before.split(' ').length, 4);
    await learner.press('continue');
    assert.equal((await learner.contents()).replace('*', ''), before.replace('*', ''));
});

play('thresholds alone give the statuses', item('one', `<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.5"/>
    ${sequencing(`<imsss:objectives><imsss:primaryObjective objectiveID="p" satisfiedByMeasure="true">
        <imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>`)}`) + FLOW, {}, async (learner) => {
    await learner.expect('Initialize -> true', 'GetValue cmi.completion_threshold -> 0.5', 'GetValue cmi.scaled_passing_score -> 0.6',
        ...satisfied.map((line) => `${line} -> true`), 'GetValue cmi.completion_status -> unknown', 'GetValue cmi.success_status -> unknown',
        'SetValue cmi.progress_measure 0.5 -> true', 'SetValue cmi.score.scaled 0.59 -> true',
        'GetValue cmi.completion_status -> completed', 'GetValue cmi.success_status -> failed', 'GetValue cmi.objectives._count -> 1',
        'GetValue cmi.objectives.0.id -> p');
});
