/**
 * Colours of Okabe and Ito ("Color Universal Design", 2008), told apart also by the pattern along the body, so that no
 * player depends on colour. The own snake is always the plain one. Other palettes put other colours in the same places.
 */

import type { PaletteName } from "../../app/saved/preferences";
import type { Key } from "../../text/text";

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

const styles: readonly Style[] = [own, ...others, ...mates, ...rivals];
const first = styles.map(({ fill, pattern, name }) => ({ fill, pattern, name }));

/** In the places of blue, orange, green, pink, yellow, light blue, grey and violet; they differ in lightness as well. */
const palettes: Record<Exclude<PaletteName, "standard">, Record<string, string>> = {
    // Blue against yellow, which red-green blindness leaves as they are.
    redGreen: { "#2f8fe0": "#1f6fd0", "#e8642c": "#f2b100", "#1aa67d": "#8fc9f7", "#d583b4": "#6b5b2e", "#f0c419": "#fff0a8", "#7fc4ee": "#bcdcff", "#b9bec7": "#9aa1ad", "#8a63c9": "#14407a" },
    // Red against cyan, which blue-yellow blindness leaves as they are.
    blueYellow: { "#2f8fe0": "#12a5a5", "#e8642c": "#d62f4b", "#1aa67d": "#7fe0d8", "#d583b4": "#ff9db0", "#f0c419": "#7d1022", "#7fc4ee": "#c8f4ef", "#b9bec7": "#9aa1ad", "#8a63c9": "#0b5c63" },
    grey: { "#2f8fe0": "#3a3f47", "#e8642c": "#d5d9df", "#1aa67d": "#9aa1ad", "#d583b4": "#e8ebef", "#f0c419": "#b9bec7", "#7fc4ee": "#6f7681", "#b9bec7": "#eef0f3", "#8a63c9": "#555b66" },
};

/** The colours from now on. */
export function choosePalette(name: PaletteName, patterns: boolean): void {
    styles.forEach((style, index) => {
        const base = first[index] as Style;
        style.fill = name === "standard" ? base.fill : palettes[name][base.fill] ?? base.fill;
        // Greys are told apart by their pattern alone.
        style.pattern = patterns || name === "grey" ? base.pattern : "plain";
        style.name = name === "standard" ? base.name : `pattern.${base.pattern}`;
    });
}
