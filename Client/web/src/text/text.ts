/** The language of the page. English is always there; another one is loaded when it is chosen. */
import { en } from "./en";
import { Entry, fill, Key, Texts, Values } from "./forms";

export type { Key };

/** A language is its file, and its line here. */
const others: Record<string, () => Promise<Texts>> = {
    de: () => import("./de").then(({ de }) => de),
};

/** In the order in which they are offered, each by its own name. */
export const languages: readonly { code: string; name: string }[] = [{ code: "en", name: "English" }, { code: "de", name: "Deutsch" }];

let texts: Texts = en;
let plurals = new Intl.PluralRules("en");
let code = "en";

export function currentLanguage(): string {
    return code;
}

/** The first language of the reader's that the page speaks. */
export function preferred(wanted: readonly string[]): string {
    const spoken = wanted.map((each) => each.toLowerCase().split("-")[0] ?? "");
    return spoken.find((each) => each === "en" || each in others) ?? "en";
}

/** What the page says from now on. Where a language cannot be loaded it stays as it was. */
export async function speak(wanted: string): Promise<void> {
    const load = wanted in others ? others[wanted] : undefined;
    const loaded = load ? await load().catch(() => null) : en;
    if (!loaded) return;
    texts = loaded;
    code = load ? wanted : "en";
    plurals = new Intl.PluralRules(code);
    document.documentElement.lang = code;
}

export function t(key: Key, values: Values = {}): string {
    return fill(texts[key], values, plurals);
}

/** Why a server refuses something. It says so in English; of a name, more exactly than the page could. */
export function refusalText(refusal: string, message: string): string {
    if (code === "en" && refusal === "invalid_name") return message;
    return known(`refusal.${refusal}`) ?? message;
}

/** What a key that came from elsewhere says; null where the page has no words for it. */
export function known(key: string): string | null {
    const entry = (texts as Record<string, Entry | undefined>)[key];
    return entry === undefined ? null : fill(entry, {}, plurals);
}
