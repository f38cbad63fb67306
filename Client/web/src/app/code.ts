/** Five letters or digits that cannot be taken for one another, as the server makes them: no I, O, 0 or 1. */
const code = /^[A-HJ-NP-Z2-9]{5}$/;

/**
 * The code of a lobby in what was typed or pasted: the code alone in any case, with spaces or dashes in and around it, a whole
 * link, or a sentence that holds one of these. Null where there is none, or more than one.
 */
export function codeIn(text: string): string | null {
    const linked = new Set(Array.from(text.matchAll(/(?:[?&]join=|\/lobby\/)([A-Za-z0-9]{5})(?![A-Za-z0-9])/g), (match) => (match[1] ?? "").toUpperCase())
        .filter((found) => code.test(found)));
    if (linked.size > 0) return only(linked);
    const whole = text.replace(/[\s\p{Pd}\p{Cf}]/gu, "").toUpperCase();
    if (code.test(whole)) return whole;
    // In a sentence, only as the server writes it: lower case would take ordinary words for codes.
    return only(new Set(text.split(/[^A-Za-z0-9]+/).filter((word) => code.test(word))));
}

function only(found: ReadonlySet<string>): string | null {
    const [first, ...others] = found;
    return first !== undefined && others.length === 0 ? first : null;
}
