// SCORM 2004 in the browser: what can be chosen and what not, and courses whose content finds its way by itself, talking
// and leaving while its page is still loading. Each test is a rule; the engine's transcripts have the fine points.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Learner, course2004, item, modes, rule, sequencing } from './conforming.mjs';
import { Site } from './playing.mjs';
import { openBrowser } from './support.mjs';

const FLOW = sequencing(modes('flow="true"'));
const constrained = (attributes, more = '') =>
    sequencing(`${modes('flow="true"')}${more}<adlseq:constrainedChoiceConsiderations ${attributes}/>`);

/**
 * Content that plays a part: at its n-th launch it says the n-th lines, as soon as it is loaded, and what `last` holds
 * while it is unloaded. It notes where it was launched and each answer that is not "true".
 */
function actor(visits) {
    return { 'sco.html': `<!doctype html><html lang="en"><title>Content</title><body><h1>Content</h1><script>
const visits = ${JSON.stringify(visits)};
const n = Number(localStorage.visits || 0), visit = visits[n] || {};
const note = (text) => { localStorage.notes = (localStorage.notes ? localStorage.notes + ' ' : '') + text; };
const say = (line) => {
    const [, name, first, second] = /^(\\w+) ?(\\S*) ?([^]*)$/.exec(line);
    const answer = second ? api[name](first, second) : api[name](first);
    if (answer !== 'true') note('(' + answer + ' ' + api.GetLastError() + ')');
};
let view = window;
while (!view.API_1484_11 && view.parent !== view) view = view.parent;
const api = window.api = view.API_1484_11;
onload = () => {
    note(location.search.slice(4));
    localStorage.visits = n + 1;
    if (visit.say) ['Initialize', ...visit.say, 'Terminate'].forEach(say);
};
onunload = () => (visit.last || []).forEach(say);
</script>` };
}

/** An item whose content knows its name. */
const part = (id, inner = '', attributes = '') => item(id, inner, `identifierref="SCO" parameters="?at=${id}" ${attributes}`);
const go = (request) => `SetValue adl.nav.request ${request}`;

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

/** A course that the actor plays from beginning to end: the parts it was launched in, with answers that were not "true". */
function performed(name, body, visits, options, notes) {
    test(name, async () => {
        const course = await site.import(course2004(body, { ...options, files: actor(visits) }));
        const learner = await new Learner(site, browser).register();
        const { id } = await site.call('POST', '/enrolments', { person: learner.id, course });
        const { url } = await site.call('POST', `/enrolments/${id}/launch`, { attempt: 'resume' });
        await learner.page.goto(url);
        await learner.page.waitForSelector('body[data-player-state=ended]', { timeout: 20_000 });
        assert.equal(await learner.page.evaluate(() => localStorage.notes), notes);
        learner.page.noErrors();
        await learner.close();
    });
}

play('content with choiceExit off holds the learner, a cluster keeps them inside',
    item('ward', item('arrive') + item('round', sequencing(modes('choiceExit="false"'))) + item('leave')
        + sequencing(modes('flow="true" choiceExit="false"')))
    + item('office', item('desk') + item('phone', sequencing(rule('pre', 'disabled', 'always'))) + FLOW) + FLOW, {},
    async (learner) => {
        assert.equal(await learner.contents(), '-ORG ward arrive* round leave -office -desk -phone');
        await learner.choose('round');
        assert.equal(await learner.contents(), '-ORG -ward -arrive -round* -leave -office -desk -phone');
        assert.match(await learner.controls(), /continue .*previous/);
        await learner.expect('Initialize -> true', 'GetValue adl.nav.request_valid.choice.{target=round} -> false',
            'GetValue adl.nav.request_valid.choice.{target=nobody} -> false');
        await learner.press('continue');
        await learner.press('continue');
        assert.equal(await learner.contents(), 'ORG ward arrive round leave office desk* -phone');
    });

play('preventActivation opens a cluster as a whole, constrainChoice leaves its neighbours',
    item('intro') + item('unit', item('read') + item('drill', item('easy') + item('hard')
        + constrained('preventActivation="true"')) + constrained('preventActivation="true" constrainChoice="true"'))
    + item('end') + item('more') + FLOW, {},
    async (learner) => {
        assert.equal(await learner.contents(), 'ORG intro* unit -read -drill -easy -hard end more');
        await learner.choose('unit');
        assert.equal(await learner.contents(), 'ORG intro unit read* drill -easy -hard end -more');
        await learner.choose('drill');
        assert.equal(await learner.contents(), 'ORG intro unit read drill easy* hard end -more');
        await learner.choose('end');
        assert.equal(await learner.contents(), 'ORG intro unit -read -drill -easy -hard end* more');
    });

play('contents leave out what is hidden or not visible, and follow what content sets',
    item('gate', sequencing(rule('pre', 'stopForwardTraversal', 'completed', 'operator="not"')))
    + item('extra', item('secret', sequencing(rule('pre', 'hiddenFromChoice', 'always'))) + item('plain')
        + sequencing(modes('flow="true"') + rule('pre', 'hiddenFromChoice', 'attempted')))
    + item('quiet', item('inside') + FLOW, 'isvisible="false"') + item('roof') + FLOW, {},
    async (learner) => {
        assert.equal(await learner.contents(), 'ORG gate* extra plain inside roof');
        await learner.expect('Initialize -> true', 'SetValue cmi.completion_status incomplete -> true',
            'GetValue adl.nav.request_valid.choice.{target=roof} -> false');
        const locked = '[data-activity-id=roof][aria-disabled=true]';
        await learner.page.waitForSelector(locked);
        assert.equal(await learner.contents(), 'ORG gate* -extra plain inside -roof');
        await learner.expect('SetValue cmi.completion_status completed -> true',
            'GetValue adl.nav.request_valid.choice.{target=roof} -> true');
        await learner.page.waitForSelector(locked, { state: 'detached' });
        assert.equal(await learner.contents(), 'ORG gate* extra plain inside roof');
        await learner.choose('plain');
        assert.equal(await learner.contents(), 'ORG gate inside roof');
    });

play('controls that content hides are back when it is gone', item('one', `<adlnav:presentation><adlnav:navigationInterface>
    <adlnav:hideLMSUI>continue</adlnav:hideLMSUI><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI></adlnav:navigationInterface>
    </adlnav:presentation>`) + item('two') + FLOW, {}, async (learner) => {
    assert.equal(await learner.controls(), 'abandon abandonAll exit suspendAll');
    await learner.expect('Initialize -> true', `${go('exit')} -> true`, 'Terminate -> true');
    await learner.becomes('choose');
    assert.equal(await learner.controls(), 'abandonAll continue exitAll suspendAll');
    assert.equal(await learner.press('continue'), 'running');
    assert.equal(await learner.contents(), 'ORG one two*');
});

performed('content jumps across everything that is closed to choice',
    part('one') + item('shelf', part('two', sequencing(rule('pre', 'skip', 'always')))
        + part('three', sequencing(rule('pre', 'hiddenFromChoice', 'always')))
        + sequencing(modes('choice="false" forwardOnly="true" choiceExit="false"')))
    + part('four', sequencing(rule('pre', 'disabled', 'always'))) + sequencing(modes('choice="false" flow="true"')),
    [{ say: [go('{target=three}jump')] }, { say: [go('{target=three}jump')] }, { say: [go('{target=two}jump')] },
        { say: ['GetValue adl.nav.request_valid.jump.{target=four}', go('{target=one}jump')] }, { say: [go('exitAll')] }],
    {}, 'one three three two (false 0) one');

play('what content does in its last moments counts, what it asks for then does not',
    part('one') + part('two', sequencing(rule('post', 'continue', 'satisfied'))) + part('three') + FLOW,
    { files: actor([{}, { last: ['Initialize', 'SetValue cmi.success_status passed', go('suspendAll'), 'Terminate'] }]) },
    async (learner) => {
        await learner.press('continue');
        await learner.press('previous');
        await learner.becomes('running', 'three');
        assert.equal(await learner.page.evaluate(() => localStorage.notes), 'one two three');
    });

performed('a lesson between two tests: the way follows the scores', part('welcome')
    + item('lesson', ['before', 'teach', 'after'].map((name) => item(name, part(`${name}1`) + part(`${name}2`)
        + `<imsss:sequencing IDRef=" ${name} "><imsss:objectives><imsss:primaryObjective objectiveID="goal"
            satisfiedByMeasure="${name !== 'teach'}"><imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
            <imsss:mapInfo targetObjectiveID="reached" readNormalizedMeasure="false" writeSatisfiedStatus="${name !== 'teach'}"/>
            </imsss:primaryObjective></imsss:objectives></imsss:sequencing>`)).join('')
        + sequencing(modes('flow="true"')))
    + part('goodbye') + FLOW,
    [{ say: [go('continue')] }, { say: ['SetValue cmi.score.scaled 0.9', go('continue')] },
        { say: ['SetValue cmi.score.scaled 0.2', go('continue')] }, { say: [go('continue')] }, { say: [go('continue')] },
        { say: ['SetValue cmi.score.scaled 0.7', go('continue')] }, { say: ['SetValue cmi.score.scaled 0.5', go('continue')] },
        { say: [go('previous')] }, { say: ['SetValue cmi.score.scaled 0.7', go('exitAll')] }],
    { after: `<imsss:sequencingCollection>${['before', 'teach', 'after'].map((name) => `<imsss:sequencing ID="${name}">
        ${modes('flow="true"')}${rule('pre', 'skip', 'satisfied')}</imsss:sequencing>`).join('')}</imsss:sequencingCollection>` },
    'welcome before1 before2 teach1 teach2 after1 after2 goodbye before2');

performed('the time limit is read as it was written; what a map reads is unknown until it was written',
    part('one', sequencing(`<imsss:limitConditions attemptAbsoluteDurationLimit="P1Y2M3DT4H5M6.5S"/><imsss:objectives>
        <imsss:primaryObjective objectiveID="goal"><imsss:mapInfo targetObjectiveID="nobody"/></imsss:primaryObjective>
        </imsss:objectives>`))
    + part('two', sequencing(rule('pre', 'hiddenFromChoice', 'always'))) + FLOW,
    [{ say: ['GetValue cmi.max_time_allowed', 'SetValue cmi.success_status passed', go('{target=one}choice')] },
        { say: ['GetValue cmi.success_status', 'GetValue cmi.objectives.0.success_status', go('exitAll')] }],
    {}, 'one (P1Y2M3DT4H5M6.5S 0) one (unknown 0) (unknown 0)');
