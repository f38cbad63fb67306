/**
 * Keys that were held before a button appeared do not press it. A page that comes up under a held Space or Enter has its first
 * button in the focus, and the browser would go on with the press there.
 */

/** Where a key is; after what it types, for a keyboard that does not tell: one on a screen, or one far away. */
export function codeOf({ code, key }: { code: string; key: string }): string {
    if (code !== "" && code !== "Unidentified") return code;
    if (key === " ") return "Space";
    if (key === "Shift") return "ShiftLeft";
    if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
    if (/^[0-9]$/.test(key)) return `Digit${key}`;
    // What a keyboard on a screen says of most keys, and what begins another letter: there is no telling these apart.
    if (key === "Unidentified" || key === "Process" || key === "Dead") return "";
    return key;  // an arrow, Enter and the like have one name for both
}

/** What a key event says, as far as it matters here. */
export interface KeyPress { type: "keydown" | "keyup"; code: string; repeat: boolean; target: unknown }

/** The keys that press a button in the focus. */
const pressing = ["Space", "Enter", "NumpadEnter"];

/** Which of these keys are down, and where they went down. */
export class HeldKeys {
    private readonly began = new Map<string, unknown>();

    /** True where the event is the rest of a press that began elsewhere: it must do nothing where it is now. */
    isForeign({ type, code, repeat, target }: KeyPress): boolean {
        if (!pressing.includes(code)) return false;
        if (type === "keydown" && !repeat) {
            this.began.set(code, target);
            return false;
        }
        const began = this.began.get(code);
        if (type === "keyup") this.began.delete(code);
        return began !== target;
    }

    /** The window no longer hears of keys that are let go. */
    forget(): void {
        this.began.clear();
    }
}

/** Holds the rule for the whole page. */
export function guardButtons(): void {
    const held = new HeldKeys();
    const judge = (event: KeyboardEvent) => {
        const press = { type: event.type as KeyPress["type"], code: codeOf(event), repeat: event.repeat, target: event.target };
        if (held.isForeign(press)) event.preventDefault();
    };
    addEventListener("keydown", judge, true);
    addEventListener("keyup", judge, true);
    addEventListener("blur", () => held.forget());
}
