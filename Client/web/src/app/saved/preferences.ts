/** What a player has chosen for this browser. A value with bounds; `preferencesStore` keeps it and says when it changes. */
import { stores } from "../../net/storage";

export const actions = ["up", "right", "down", "left", "boost", "names", "next"] as const;
export type Action = typeof actions[number];
export const paletteNames = ["standard", "redGreen", "blueYellow", "grey"] as const;
export type PaletteName = typeof paletteNames[number];
export const textSizes = [100, 115, 130, 150] as const;

/** `KeyboardEvent.code`s: where a key is, whatever the layout prints on it. */
export type Keys = Record<Action, readonly string[]>;

export interface Preferences {
    /** Code of a language; "auto": the browser's. */
    language: string;
    /** 0–1. */
    volume: number;
    muted: boolean;
    vibration: boolean;
    keys: Keys;
    /** How a finger steers. */
    touch: "both" | "swipe" | "pad";
    hand: "right" | "left";
    palette: PaletteName;
    patterns: boolean;
    contrast: "auto" | "more" | "normal";
    motion: "auto" | "less" | "full";
    /** Percent. */
    textSize: typeof textSizes[number];
    /** Names over heads. */
    names: boolean;
    /** Those of others are shown, and the own can be. */
    emotes: boolean;
    /** The lesson was played or skipped. */
    taught: boolean;
}

export const standardKeys: Keys = {
    up: ["ArrowUp", "KeyW", "Numpad8"], right: ["ArrowRight", "KeyD", "Numpad6"],
    down: ["ArrowDown", "KeyS", "Numpad2", "Numpad5"], left: ["ArrowLeft", "KeyA", "Numpad4"],
    boost: ["Space", "ShiftLeft", "ShiftRight", "Numpad0"], names: ["KeyN"], next: ["KeyR"],
};

export const standard: Preferences = {
    language: "auto", volume: 0.6, muted: false, vibration: true, keys: standardKeys, touch: "both", hand: "right",
    palette: "standard", patterns: true, contrast: "auto", motion: "auto", textSize: 100, names: false, emotes: true, taught: false,
};

/** Keys that the browser or the page needs itself. */
const reserved = ["Escape", "Tab", "Enter", "NumpadEnter", "F5", "F11", "F12", "MetaLeft", "MetaRight", "ControlLeft", "ControlRight", "AltLeft", "AltRight"];
const mostKeys = 4;

export function isAssignable(code: string): boolean {
    return /^[A-Za-z0-9]{1,24}$/.test(code) && !reserved.includes(code);
}

/** The key does this from now on, and nothing else; the oldest one goes where there are too many. */
export function assign(keys: Keys, action: Action, code: string): Keys {
    if (!isAssignable(code)) return keys;
    const others = Object.fromEntries(actions.map((each) => [each, keys[each].filter((key) => key !== code)])) as Record<Action, string[]>;
    others[action] = [...others[action].slice(1 - mostKeys), code];
    // A player who cannot turn cannot play.
    return actions.every((each) => others[each].length > 0 || keys[each].length === 0) ? others : keys;
}

/** What was kept, as far as it can be used: each field that cannot is as it was at first. */
export function readPreferences(text: string | null): Preferences {
    let kept: Partial<Record<keyof Preferences, unknown>>;
    try {
        kept = (JSON.parse(text ?? "{}") ?? {}) as typeof kept;
    } catch {
        kept = {};
    }
    const one = <Value>(key: keyof Preferences, values: readonly Value[], usual: Value): Value =>
        values.find((value) => value === kept[key]) ?? usual;
    const flag = (key: "muted" | "vibration" | "patterns" | "names" | "emotes" | "taught") => typeof kept[key] === "boolean" ? kept[key] as boolean : standard[key];
    const volume = typeof kept.volume === "number" && kept.volume >= 0 && kept.volume <= 1 ? kept.volume : standard.volume;
    return {
        language: typeof kept.language === "string" && /^[a-z]{2}$/.test(kept.language) ? kept.language : "auto",
        volume, muted: flag("muted"), vibration: flag("vibration"), keys: readKeys(kept.keys),
        touch: one("touch", ["both", "swipe", "pad"] as const, "both"), hand: one("hand", ["right", "left"] as const, "right"),
        palette: one("palette", paletteNames, "standard"), patterns: flag("patterns"),
        contrast: one("contrast", ["auto", "more", "normal"] as const, "auto"), motion: one("motion", ["auto", "less", "full"] as const, "auto"),
        textSize: one("textSize", textSizes, 100), names: flag("names"), emotes: flag("emotes"), taught: flag("taught"),
    };
}

function readKeys(kept: unknown): Keys {
    const given = (kept ?? {}) as Partial<Record<Action, unknown>>;
    const used = new Set<string>();
    const read = (action: Action): readonly string[] => {
        const codes = given[action];
        if (!Array.isArray(codes)) return standardKeys[action].filter((code) => !used.has(code));
        const usable = codes.filter((code): code is string => typeof code === "string" && isAssignable(code) && !used.has(code)).slice(0, mostKeys);
        for (const code of usable) used.add(code);
        return usable;
    };
    const keys = Object.fromEntries(actions.map((action) => [action, read(action)])) as unknown as Keys;
    return actions.some((action) => keys[action].length === 0) ? standardKeys : keys;
}

const key = "snaketron.preferences";
const wantsContrast = "(prefers-contrast: more)", wantsStillness = "(prefers-reduced-motion: reduce)";

class PreferencesStore {
    value = readPreferences(stores.local.get(key));
    private readonly listeners = new Set<(value: Preferences) => void>();

    constructor() {
        // What is "auto" here follows the system, also while the page is open.
        if (typeof matchMedia !== "function") return;  // not a browser
        for (const wish of [wantsContrast, wantsStillness]) matchMedia(wish).addEventListener("change", () => this.tell());
    }

    change(changes: Partial<Preferences>): void {
        this.value = { ...this.value, ...changes };
        stores.local.set(key, JSON.stringify(this.value));
        this.tell();
    }

    private tell(): void {
        for (const listener of this.listeners) listener(this.value);
    }

    /** Calls at once, and at each change. */
    watch(listener: (value: Preferences) => void): () => void {
        this.listeners.add(listener);
        listener(this.value);
        return () => this.listeners.delete(listener);
    }
}

export const preferences = new PreferencesStore();

export function reducesMotion(): boolean {
    const { motion } = preferences.value;
    return motion === "less" || (motion === "auto" && matchMedia(wantsStillness).matches);
}

export function raisesContrast(): boolean {
    const { contrast } = preferences.value;
    return contrast === "more" || (contrast === "auto" && matchMedia(wantsContrast).matches);
}

/** Gives the document what its style goes by. */
export function dress({ contrast, motion, hand, touch, textSize }: Preferences): void {
    const { dataset, style } = document.documentElement;
    Object.assign(dataset, { contrast, motion, hand, touch });
    style.fontSize = `${textSize}%`;
}
