/**
 * Colours of Okabe and Ito ("Color Universal Design", 2008), told apart also by the pattern along the body, so that no
 * player depends on colour. The own snake is always the plain blue one.
 */

import type { Key } from "../text/text";

export type Pattern = "plain" | "stripes" | "dots" | "line" | "dashes";
/** `name`: the key of its text. */
export interface Style { fill: string; pattern: Pattern; name: Key }

export const ink = "#14161a";
export const paper = "#ffffff";
export const own: Style = { fill: "#2f8fe0", pattern: "plain", name: "colour.blue" };
export const enemy: Style = { fill: "#e8642c", pattern: "stripes", name: "colour.orange" };

const others: readonly Style[] = [
    enemy,
    { fill: "#1aa67d", pattern: "dots", name: "colour.green" },
    { fill: "#d583b4", pattern: "line", name: "colour.pink" },
    { fill: "#f0c419", pattern: "dashes", name: "colour.yellow" },
    { fill: "#7fc4ee", pattern: "stripes", name: "colour.lightBlue" },
    { fill: "#b9bec7", pattern: "dots", name: "colour.grey" },
    { fill: "#8a63c9", pattern: "dashes", name: "colour.violet" },
];

/**
 * The style of `slot` for the player in `you` (null: a spectator, who sees slot 0 as the blue one). In team games the own side
 * is blue and violet, the other one orange, pink and yellow.
 */
export function styleOf(slot: number, you: number | null, hasTeams = false): Style {
    const self = you ?? 0;
    if (slot === self) return own;
    if (!hasTeams) return others[(slot < self ? slot : slot - 1) % others.length] as Style;
    const isMate = (slot & 1) === (self & 1);
    // The how many-th of its side, the own snake left out.
    const place = slot >> 1;
    return isMate ? mates[(place < self >> 1 ? place : place - 1) % mates.length] as Style : rivals[place % rivals.length] as Style;
}

const mates: readonly Style[] = [
    { fill: "#7fc4ee", pattern: "stripes", name: "colour.lightBlue" },
    { fill: "#8a63c9", pattern: "dashes", name: "colour.violet" },
    { fill: "#1aa67d", pattern: "dots", name: "colour.green" },
];
const rivals: readonly Style[] = [
    enemy,
    { fill: "#f0c419", pattern: "dashes", name: "colour.yellow" },
    { fill: "#d583b4", pattern: "line", name: "colour.pink" },
    { fill: "#b9bec7", pattern: "dots", name: "colour.grey" },
];
