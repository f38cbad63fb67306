/** What a catalogue of texts holds. `{name}` stands for a value; forms are chosen by the number `n`, by the language's plural rules. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type Entry = string | Forms;

/** Keeps the keys as a type, so that a key that is not there does not compile. */
export function defineTexts<Key extends string>(texts: Record<Key, Entry>): Record<Key, Entry> {
    return texts;
}

export type Key = keyof typeof import("./en").en;
export type Texts = Record<Key, Entry>;
export type Values = Record<string, string | number>;

/** The text of an entry with its values put in. */
export function fill(entry: Entry, values: Values, plurals: Intl.PluralRules): string {
    const text = typeof entry === "string" ? entry : entry[plurals.select(Number(values["n"] ?? 0))] ?? entry.other;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => name in values ? String(values[name]) : whole);
}
