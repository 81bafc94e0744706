// Icons out of the theme's sprite. Those of the player are part of the page, since symbols of another origin can't be shown.
import { SPRITE } from './sprite.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Brings the symbols into the page. */
export function showIcons() {
    const sprite = new DOMParser().parseFromString(SPRITE, 'image/svg+xml').documentElement;
    if (sprite.localName !== 'svg') return;
    sprite.setAttribute('hidden', '');
    document.body.append(document.adoptNode(sprite));
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
    svg.firstElementChild?.setAttribute('href', `#i-${name}`);
}
