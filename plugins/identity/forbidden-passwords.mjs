// Writes the passwords that nobody may choose, as a C++ text: node forbidden-passwords.mjs LIST OUT
// LIST has the most used passwords first, one a line. Those shorter than what is accepted anyway are left out.
import { readFileSync, writeFileSync } from 'node:fs';

const MOST = 10_000;
const LEAST_LENGTH = 10;
/** Others that are tried first; the list has them in other spellings only. */
const TRIED_FIRST = ['passw0rd123', 'letmein1234', 'changeme123'];

const [list, out] = process.argv.slice(2);
const chosen = new Set(TRIED_FIRST);
for (const line of readFileSync(list, 'utf8').split('\n')) {
    const password = line.trim().toLowerCase();
    // One letter again and again is refused without a list.
    const varied = new Set(password).size > 1;
    if (varied && [...password].length >= LEAST_LENGTH && !password.includes(')LIST"')) chosen.add(password);
    if (chosen.size === MOST) break;
}
if (chosen.size < MOST) throw new Error(`${list} has only ${chosen.size} passwords that are long enough`);
writeFileSync(out, `R"LIST(\n${[...chosen].sort().join('\n')}\n)LIST"\n`);
