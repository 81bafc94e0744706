// Whoever came here from a button of this site has said already that the course shall start.
const form = document.querySelector('form[data-at-once]');
// Coming back with the browser's own button is no wish to start again.
const [entry] = performance.getEntriesByType('navigation');
const back = entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate';
if (form instanceof HTMLFormElement && !back) form.submit();
