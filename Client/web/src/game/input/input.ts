/** Directions and the boost from the keyboard, from swipes and from the pad, as the player sees them: up is up on the screen. */
import { codeOf } from "../../app/keyboard/keys";
import { Keys, preferences } from "../../app/saved/preferences";
import { Direction } from "../../net/messages";

/** What the keys do, by `KeyboardEvent.code`: made once, looked up at each press. */
export function keyMap(keys: Keys): ReadonlyMap<string, Direction | "boost"> {
    const map = new Map<string, Direction | "boost">();
    (["up", "right", "down", "left"] as const).forEach((action, direction) => {
        for (const code of keys[action]) map.set(code, direction as Direction);
    });
    for (const code of keys.boost) map.set(code, "boost");
    return map;
}

/** CSS pixels that a finger must travel for a turn; it may go on and turn again without being lifted. */
const swipeLength = 22;

/** The direction of a swipe by (dx, dy) pixels, null while it is too short or too diagonal to tell. */
export function swipeDirection(dx: number, dy: number): Direction | null {
    const across = Math.abs(dx), along = Math.abs(dy);
    if (Math.max(across, along) < swipeLength) return null;
    if (across > along * 1.2) return dx > 0 ? 1 : 3;
    if (along > across * 1.2) return dy > 0 ? 2 : 0;
    return null;
}

/** Listens on `surface` for swipes and on the window for keys until the returned function is called. */
export function listen(surface: HTMLElement, turn: (direction: Direction) => void, boost: (held: boolean) => void): () => void {
    let map = keyMap(preferences.value.keys), swipes = true;
    const unwatch = preferences.watch(({ keys, touch }) => {
        map = keyMap(keys);
        swipes = touch !== "pad";
    });
    const held = new Set<string>();
    const holds = (code: string, down: boolean) => {
        if (down) held.add(code); else held.delete(code);
        boost(held.size > 0);
    };
    const released = (event: KeyboardEvent) => {
        const code = codeOf(event);
        if (held.has(code)) holds(code, false);
    };
    /** The window no longer hears of keys that are let go. */
    const away = () => {
        held.clear();
        boost(false);
    };
    const pressed = (event: KeyboardEvent) => {
        const code = codeOf(event), does = map.get(code);
        if (does === undefined) return;
        const typing = event.target instanceof HTMLInputElement;
        if (does === "boost") {
            if (typing || (event.target as HTMLElement).closest?.("button")) return;
            event.preventDefault();
            if (!event.repeat) holds(code, true);
            return;
        }
        if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        if (!event.repeat) turn(does);
    };
    let finger: { id: number; x: number; y: number; last: Direction | null } | null = null;
    const down = (event: PointerEvent) => {
        if (!swipes || event.pointerType === "mouse" || (event.target as HTMLElement).closest("button")) return;
        finger = { id: event.pointerId, x: event.clientX, y: event.clientY, last: null };
    };
    const move = (event: PointerEvent) => {
        if (!finger || finger.id !== event.pointerId) return;
        const direction = swipeDirection(event.clientX - finger.x, event.clientY - finger.y);
        if (direction === null) return;
        finger.x = event.clientX;
        finger.y = event.clientY;
        if (direction !== finger.last) turn(direction);
        finger.last = direction;
    };
    const up = (event: PointerEvent) => {
        if (finger?.id === event.pointerId) finger = null;
    };
    const listening = new AbortController(), { signal } = listening;
    window.addEventListener("keydown", pressed, { signal });
    window.addEventListener("keyup", released, { signal });
    window.addEventListener("blur", away, { signal });
    surface.addEventListener("pointerdown", down, { signal });
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", up, { signal });
    window.addEventListener("pointercancel", up, { signal });
    return () => {
        unwatch();
        listening.abort();
    };
}
