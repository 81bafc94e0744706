// Icons out of the theme's sprite. It becomes part of the page, since symbols of another origin can't be shown.

const SVG = 'http://www.w3.org/2000/svg';

/** Icons appear as soon as the sprite is here; nothing waits for them. @param {string} url */
export async function loadIcons(url) {
    const response = await fetch(url).catch(() => null);
    if (!response?.ok) return;
    const sprite = new DOMParser().parseFromString(await response.text(), 'image/svg+xml').documentElement;
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
