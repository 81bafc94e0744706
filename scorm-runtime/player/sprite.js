// The symbols of the player's icons, as an SVG document. ../bundle.mjs puts them in.
export const SPRITE = '';
