/** What keys are called on the page, after what is printed on them where the browser tells. */
import { t } from "../../text/text";
import { Action, preferences } from "../saved/preferences";

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
    if (code === "ShiftLeft" || code === "ShiftRight") return t(`key.${code}`);
    if (code.startsWith("Numpad")) return t("key.Numpad", { key: code.slice(6) });
    return code.replace(/^(Key|Digit)/, "");
}

/** The keys of an action, each name once. Which Shift it is matters only where the other one does something else. */
export function actionKeys(action: Action, most = 2): string {
    const codes = preferences.value.keys[action];
    const isEither = codes.includes("ShiftLeft") && codes.includes("ShiftRight");
    const names = codes.map((code) => isEither && code.startsWith("Shift") ? t("key.Shift") : keyName(code));
    return [...new Set(names)].slice(0, most).join(" / ");
}

/** The four keys that turn: the first of each. */
export function turnKeys(): string {
    return (["left", "up", "down", "right"] as const).map((action) => keyName(preferences.value.keys[action][0] ?? "")).join(" ");
}
