// Lays the player out for the browser: node bundle.mjs TO TEMPLATE THEMES
//   - main.js and watchdog-worker.js, each with all modules it imports, so that one request brings them,
//   - in main.js the symbols of the icons that the player or its template names,
//   - player.css, behind those rules of Bootstrap that can apply to the player's page.
// Not a general bundler: modules import names from relative files and export functions, classes and constants where they
// declare them. Anything else ends it.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), 'player');
const [to, template, themes] = process.argv.slice(2);

function fail(file, why) {
    console.error(`${relative(here, file)}: ${why}`);
    process.exit(1);
}

/** Comments that stand on lines of their own go, and indentation. No text may reach over a line's end: fail() would say so. */
function tightened(file, code) {
    const bare = code.replace(/^[ \t]*\/\*\*?[\s\S]*?\*\/[ \t]*\n/gm, '').replace(/^[ \t]*\/\/.*\n/gm, '').replace(/^\s*\n/gm, '');
    const open = bare.split('\n').find((line) => (line.match(/`/g) ?? []).length % 2 === 1);
    if (open) fail(file, `"${open.trim()}" begins or ends a text of several lines`);
    return bare.replace(/^[ \t]+/gm, '');
}

/** Adds a module behind all it imports. @param {Map<string, string>} done code by file; empty while it is being added */
function add(file, done) {
    if (done.get(file) === '') fail(file, 'modules import each other in a circle');
    if (done.has(file)) return;
    done.set(file, '');
    let code = file.endsWith('sprite.js') ? `export const SPRITE = ${JSON.stringify(sprite())};\n` : readFileSync(file, 'utf8');
    const exported = [];
    code = code.replace(/^import \{([^}]*)\} from '(\.[^']*)';\n/gm, (line, names, path) => {
        const from = join(dirname(file), path);
        add(from, done);
        return `const {${names}} = ${nameOf(from)};\n`;
    });
    code = code.replace(/^export (?=(?:async )?(?:function|class|const) (\w+))/gm, (line, name) => {
        exported.push(name);
        return '';
    });
    code = tightened(file, code);
    const left = /^(?:import|export)\b.*/m.exec(code);
    if (left) fail(file, `"${left[0]}" is an import or export that is not understood`);
    done.delete(file);
    done.set(file, `const ${nameOf(file)} = (() => {\n${code}return { ${exported.join(', ')} };\n})();\n`);
}

const nameOf = (file) => `module_${relative(here, file).replace(/\W/g, '_')}`;

function bundle(entry) {
    const done = new Map();
    add(join(here, entry), done);
    return [...done.values()].join('');
}

const sources = () => readdirSync(here).filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(here, name), 'utf8')).join('\n');

/** Symbols as in the theme's own sprite, of those icons whose names stand in the player or its template. */
function sprite() {
    const all = readFileSync(join(themes, 'default/icons.txt'), 'utf8').split('\n').map((line) => line.trim()).filter(Boolean);
    const text = sources() + readFileSync(template, 'utf8');
    const symbols = all.filter((name) => text.includes(`'${name}'`) || text.includes(`#i-${name}"`)).map((name) => {
        const svg = readFileSync(join(themes, 'node_modules/bootstrap-icons/icons', `${name}.svg`), 'utf8');
        const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s*\n\s*/g, '');
        return `<symbol id="i-${name}" viewBox="0 0 16 16">${inner}</symbol>`;
    });
    return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

/** The rules of a stylesheet as texts, and those inside @media as lists of their own. */
function rulesOf(css) {
    const rules = [];
    for (let at = 0; at < css.length;) {
        const open = css.indexOf('{', at);
        if (open < 0) break;
        let depth = 1, end = open + 1;
        for (; depth > 0; ++end) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0;
        rules.push({ head: css.slice(at, open).trim(), body: css.slice(open + 1, end - 1) });
        at = end;
    }
    return rules;
}

/** Keeps a rule when one of its selectors names only classes that the page can have. */
function keep({ head, body }, classes) {
    if (/^@(?:media|supports)/.test(head)) {
        const inner = rulesOf(body).map((rule) => keep(rule, classes)).join('');
        return inner && `${head}{${inner}}`;
    }
    if (head.startsWith('@')) return head.startsWith('@keyframes') ? '' : `${head}{${body}}`;
    const can = (selector) => [...selector.matchAll(/\.((?:[\w-]|\\.)+)/g)].every(([, name]) => classes.has(name.replaceAll('\\', '')));
    const kept = head.split(/,(?![^(]*\))/).filter(can);
    return kept.length ? `${kept.join(',')}{${body}}` : '';
}

/** Every word that stands in the player, its template or the organisation's mark may be a class. */
function styles() {
    const text = sources() + readFileSync(template, 'utf8') + readFileSync(join(here, 'player.css'), 'utf8');
    const classes = new Set(text.match(/[A-Za-z][\w-]*/g));
    const css = readFileSync(join(themes, 'node_modules/bootstrap/dist/css/bootstrap.min.css'), 'utf8')
        .replace(/^@charset[^;]*;/, '').replace(/\/\*[\s\S]*?\*\//g, '');
    return rulesOf(css).map((rule) => keep(rule, classes)).join('\n');
}

writeFileSync(join(to, 'main.js'), bundle('main.js'));
writeFileSync(join(to, 'watchdog-worker.js'), bundle('watchdog-worker.js'));
writeFileSync(join(to, 'base.css'), `${styles()}\n`);
writeFileSync(join(to, 'player.css'), readFileSync(join(here, 'player.css')));
