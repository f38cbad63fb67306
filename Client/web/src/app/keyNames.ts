/** What keys are called on the page, after what is printed on them where the browser tells. */
import { t } from "../text/text";
import { Action, preferences } from "./preferences";

const arrows: Record<string, string> = { ArrowUp: "↑", ArrowRight: "→", ArrowDown: "↓", ArrowLeft: "←" };

/** What the reader's layout prints on each key; Chromium alone tells. */
let layout: ReadonlyMap<string, string> | null = null;

interface Keyboard { getLayoutMap?: () => Promise<ReadonlyMap<string, string>> }

export async function learnLayout(): Promise<void> {
    layout = await (navigator as { keyboard?: Keyboard }).keyboard?.getLayoutMap?.().catch(() => null) ?? null;
}

export function keyName(code: string): string {
    const arrow = arrows[code];
    if (arrow) return arrow;
    const printed = layout?.get(code);
    if (printed) return printed.toUpperCase();
    if (code === "Space") return t("key.Space");
    if (code.startsWith("Shift")) return t("key.Shift");
    if (code.startsWith("Numpad")) return t("key.Numpad", { key: code.slice(6) });
    return code.replace(/^(Key|Digit)/, "");
}

/** The keys of an action, each name once. */
export function actionKeys(action: Action, most = 2): string {
    return [...new Set(preferences.value.keys[action].map(keyName))].slice(0, most).join(" / ");
}

/** The four keys that turn: the first of each. */
export function turnKeys(): string {
    return (["left", "up", "down", "right"] as const).map((action) => keyName(preferences.value.keys[action][0] ?? "")).join(" ");
}
