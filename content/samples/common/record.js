// The learner's record: one small interface over SCORM 1.2 and SCORM 2004, so that screens and questions need not know
// which of the two a course is packaged for. <body data-scorm="1.2"> or <body data-scorm="2004"> says it.
// Without an API (a page opened from disk) every call does nothing and the course still works.
const record = (() => {
    const scorm = pipwerks.SCORM;
    const is2004 = document.body.dataset.scorm === '2004';
    const openedAt = Date.now();
    let recording = false;

    const element = is2004
        ? {
              status: 'cmi.completion_status',
              location: 'cmi.location',
              exit: 'cmi.exit',
              time: 'cmi.session_time',
              score: 'cmi.score',
          }
        : {
              status: 'cmi.core.lesson_status',
              location: 'cmi.core.lesson_location',
              exit: 'cmi.core.exit',
              time: 'cmi.core.session_time',
              score: 'cmi.core.score',
          };

    const set = (name, value) => recording && scorm.set(name, String(value));
    const get = (name) => (recording ? scorm.get(name) : '');
    const count = (collection) => Number(get(`${collection}._count`)) || 0;

    // Finds the API and starts the session. Returns whether anything is being recorded.
    function open() {
        pipwerks.debug.isActive = false;
        scorm.version = is2004 ? '2004' : '1.2';
        // The wrapper would choose status and exit by itself; here the course says both, in plain sight.
        scorm.handleCompletionStatus = false;
        scorm.handleExitMode = false;
        recording = scorm.init();
        if (['not attempted', 'unknown'].includes(get(element.status))) set(element.status, 'incomplete');
        return recording;
    }

    // 1.2 writes hours, minutes and seconds (0000:12:05), 2004 an ISO 8601 duration (PT725S).
    function timespan(milliseconds) {
        const seconds = Math.round(milliseconds / 1000);
        if (is2004) return `PT${seconds}S`;
        const two = (number) => String(Math.floor(number)).padStart(2, '0');
        return `${two(seconds / 3600).padStart(4, '0')}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
    }

    // 1.2 knows the time of day only, 2004 date and time, to a tenth of a second.
    function timeNow() {
        const now = new Date();
        return is2004 ? `${now.toISOString().slice(0, 21)}Z` : now.toTimeString().slice(0, 8);
    }

    // The screen to come back to.
    const location = () => get(element.location);
    const moveTo = (screen) => set(element.location, screen);

    // Whatever else the course wants back next time: any value that JSON can write, in 4,096 characters or less (1.2).
    function state() {
        try {
            return JSON.parse(get('cmi.suspend_data')) || {};
        } catch {
            return {}; // nothing kept yet
        }
    }
    const keep = (value) => set('cmi.suspend_data', JSON.stringify(value));

    const isFinished = () => ['completed', 'passed'].includes(get(element.status));

    // How far the learner has come, 0 to 1. 1.2 has no place for it.
    const progress = (share) => is2004 && set('cmi.progress_measure', Math.round(share * 100) / 100);

    function complete() {
        progress(1);
        set(element.status, 'completed');
    }

    // A part without a test: working through it is all its objective asks for. 1.2 has no success beside completion.
    function finish() {
        complete();
        if (is2004) set('cmi.success_status', 'passed');
    }

    // The mark to reach, in per cent: the one in the manifest, or else the course's own.
    function passMark(own) {
        const given = get(is2004 ? 'cmi.scaled_passing_score' : 'cmi.student_data.mastery_score');
        if (given === '') return own;
        return is2004 ? Number(given) * 100 : Number(given);
    }

    // The result of a test. A failed test leaves a 2004 activity incomplete, so that it can be tried again. A pass is
    // never taken back by a later try.
    function result(percent, passed) {
        if (isFinished() && !passed) return;
        set(`${element.score}.min`, 0);
        set(`${element.score}.max`, 100);
        set(`${element.score}.raw`, percent);
        if (!is2004) {
            set(element.status, passed ? 'passed' : 'failed');
            return;
        }
        set('cmi.score.scaled', percent / 100);
        set('cmi.success_status', passed ? 'passed' : 'failed');
        if (passed) complete();
    }

    // The result for one objective of the activity (2004), found by its id, or added.
    function objective(id, share) {
        if (!is2004) return;
        const total = count('cmi.objectives');
        let index = 0;
        while (index < total && get(`cmi.objectives.${index}.id`) !== id) index++;
        const path = `cmi.objectives.${index}`;
        set(`${path}.id`, id);
        set(`${path}.score.scaled`, Math.round(share * 100) / 100);
        set(`${path}.success_status`, share >= 0.5 ? 'passed' : 'failed');
    }

    // How each kind of answer is written. 1.2 separates with , and . ; 2004 with [,] and [.] so that texts may hold both.
    function pattern(type, response) {
        const [comma, dot] = is2004 ? ['[,]', '[.]'] : [',', '.'];
        if (Array.isArray(response)) return response.join(comma);
        if (type === 'matching') return Object.entries(response).map((pair) => pair.join(dot)).join(comma);
        if (type === 'true-false' && !is2004) return response[0];
        return String(response);
    }

    // One answered question: { id, type, topic, ask, response, answers, right, latency in milliseconds or nothing }.
    function interaction(answered) {
        const { id, type, topic, ask, response, answers, right, latency } = answered;
        const path = `cmi.interactions.${count('cmi.interactions')}`;
        const ignoreCase = is2004 && type === 'fill-in' ? '{case_matters=false}' : '';
        set(`${path}.id`, id);
        set(`${path}.type`, type);
        if (topic) set(`${path}.objectives.0.id`, topic);
        set(`${path}.${is2004 ? 'timestamp' : 'time'}`, timeNow());
        answers.forEach((answer, index) => {
            set(`${path}.correct_responses.${index}.pattern`, ignoreCase + pattern(type, answer));
        });
        set(`${path}.weighting`, 1);
        set(`${path}.${is2004 ? 'learner_response' : 'student_response'}`, pattern(type, response));
        set(`${path}.result`, right ? 'correct' : is2004 ? 'incorrect' : 'wrong');
        if (latency !== undefined) set(`${path}.latency`, timespan(latency));
        if (is2004) set(`${path}.description`, ask.slice(0, 250));
    }

    const setTime = () => set(element.time, timespan(Date.now() - openedAt));

    // Sends all that was set so far, with the time spent, so that a crash costs nothing.
    function save() {
        if (!recording) return;
        setTime();
        scorm.save();
    }

    // Ends the session. In 2004 `request` asks the LMS where to go: 'continue' or 'exitAll'.
    // An unfinished activity is suspended, so that its data comes back. A finished one too in 2004: there, coming back to
    // an activity that was left normally starts it afresh, and a finished part would count as unfinished again.
    function close(request) {
        if (!recording) return;
        set(element.exit, is2004 || !isFinished() ? 'suspend' : '');
        if (request) set('adl.nav.request', request);
        setTime();
        scorm.quit(); // sends everything, then ends
        recording = false;
    }

    return {
        open, location, moveTo, state, keep, isFinished, progress, finish,
        passMark, result, objective, interaction, save, close,
        canNavigate: is2004,
    };
})();
