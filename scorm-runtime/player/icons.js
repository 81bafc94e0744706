// Icons out of the theme's sprite, whose address the page knows.

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name */
function address(name) {
    return `${document.body.dataset.icons}#i-${name}`;
}

/**
 * @param {string} name @param {string} [extra] class
 * @returns {SVGElement}
 */
export function icon(name, extra = '') {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('focusable', 'false');
    svg.append(document.createElementNS(SVG, 'use'));
    setIcon(svg, name, extra);
    return svg;
}

/** @param {SVGElement} svg @param {string} name @param {string} [extra] class */
export function setIcon(svg, name, extra = '') {
    svg.setAttribute('class', `ts-i ${extra}`.trimEnd());
    svg.firstElementChild?.setAttribute('href', address(name));
}
