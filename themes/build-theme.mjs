// Lays a theme out in the home folder: node build-theme.mjs FROM TO
//   - copies the theme's own files,
//   - adds Bootstrap and the font from the npm packages,
//   - leaves the comments of stylesheets out,
//   - draws one sprite, static/icons.svg, from the symbols named in icons.txt,
//   - writes the classes ts-w-0 … ts-w-100 (a strict Content-Security-Policy allows no style attributes).
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [from, to] = process.argv.slice(2);
const packages = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const target = (path) => {
    const file = join(to, 'static', path);
    mkdirSync(dirname(file), { recursive: true });
    return file;
};

rmSync(to, { recursive: true, force: true });
cpSync(from, to, { recursive: true });

cpSync(join(packages, 'bootstrap/dist/css/bootstrap.min.css'), target('css/bootstrap.min.css'));
for (const subset of ['latin', 'latin-ext']) {
    const file = `public-sans-${subset}-wght-normal.woff2`;
    cpSync(join(packages, '@fontsource-variable/public-sans/files', file), target(`css/fonts/${file}`));
}

for (const name of ['tokens.css', 'shell.css']) {
    const file = target(`css/${name}`);
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\n/gm, ''));
}

const names = readFileSync(join(from, 'icons.txt'), 'utf8').split('\n').map((line) => line.trim()).filter(Boolean);
const symbols = names.map((name) => {
    const svg = readFileSync(join(packages, 'bootstrap-icons/icons', `${name}.svg`), 'utf8');
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s*\n\s*/g, '');
    return `<symbol id="i-${name}" viewBox="0 0 16 16">${inner}</symbol>`;
});
writeFileSync(target('icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('\n')}</svg>\n`);

const widths = Array.from({ length: 101 }, (_, percent) => `.ts-w-${percent} { width: ${percent}%; }`);
writeFileSync(target('css/widths.css'), `${widths.join('\n')}\n`);
