/** The page's own letters for a thread, which has no style sheet. */

/** One `@font-face` of the page. `source`: its `src`, relative to the page's scripts. */
export interface Face { family: string; source: string; descriptors: FontFaceDescriptors }

/** Something to be written: the font as CSS has it, and the letters. */
export interface Writing { font: string; text: string }

/** Whether the face has to be there before that is written. */
export function isWanted({ family, descriptors }: Face, { font, text }: Writing): boolean {
    const words = font.split(" ");
    return words.includes(family.replace(/["']/g, "")) && words.includes(descriptors.weight ?? "400") && covers(descriptors.unicodeRange ?? "U+0-10FFFF", text);
}

/** Whether any letter of the text lies in a range of CSS, such as `U+0-FF, U+131, U+4??`. */
export function covers(ranges: string, text: string): boolean {
    const letters = [...text].map((letter) => letter.codePointAt(0) as number);
    return ranges.split(",").some((range) => {
        const [, from = "", to] = /^\s*U\+([0-9A-F?]+)(?:-([0-9A-F]+))?\s*$/i.exec(range) ?? [];
        if (from === "") return false;
        const first = parseInt(from.replace(/\?/g, "0"), 16), last = parseInt(to ?? from.replace(/\?/g, "F"), 16);
        return letters.some((letter) => letter >= first && letter <= last);
    });
}

/** The address in a `src`; null: there is none. */
export function addressIn(source: string): string | null {
    return /url\(\s*["']?([^"')]+)["']?\s*\)/.exec(source)?.[1] ?? null;
}
