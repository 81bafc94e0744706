// The course that all packages of wild.mjs hold: three pages, a question on the second. Which page is shown is in
// body[data-page]; what went wrong between content and API in window.problems.

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
