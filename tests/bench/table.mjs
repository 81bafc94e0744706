// The figures of a run, with the aim beside each.

/** @param {number[]} values */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export class Table {
    constructor() {
        this.missed = 0;
        console.log(`${'figure'.padEnd(66)}${'measured'.padStart(16)}   aim`);
    }

    /** A figure without an aim. */
    figure(name, value) {
        this.line(name, value, '');
    }

    /** @param {string} name @param {string} value @param {boolean} met @param {string} aim */
    aimed(name, value, met, aim) {
        if (!met) ++this.missed;
        this.line(name, value, `${aim}${met ? '' : '   MISSED'}`);
    }

    line(name, value, aim) {
        console.log(`${name.padEnd(66)}${value.padStart(16)}   ${aim}`);
    }
}

/** Like 12,345. @param {number} value */
export const count = (value) => Math.round(value).toLocaleString('en-GB');
