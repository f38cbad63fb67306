/** Directions and the boost from the keyboard, from swipes and from the pad, as the player sees them: up is up on the screen. */
import { Direction } from "../net/messages";

const keys: Record<string, Direction> = {
    ArrowUp: 0, ArrowRight: 1, ArrowDown: 2, ArrowLeft: 3,
    KeyW: 0, KeyD: 1, KeyS: 2, KeyA: 3,
};

const boostKeys = ["Space", "ShiftLeft", "ShiftRight"];

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
    const held = new Set<string>();
    const holds = (code: string, down: boolean) => {
        if (down) held.add(code); else held.delete(code);
        boost(held.size > 0);
    };
    const released = (event: KeyboardEvent) => {
        if (held.has(event.code)) holds(event.code, false);
    };
    /** The window no longer hears of keys that are let go. */
    const away = () => {
        held.clear();
        boost(false);
    };
    const pressed = (event: KeyboardEvent) => {
        const direction = keys[event.code];
        const typing = event.target instanceof HTMLInputElement;
        if (boostKeys.includes(event.code) && !typing && !(event.target as HTMLElement).closest?.("button")) {
            event.preventDefault();
            if (!event.repeat) holds(event.code, true);
            return;
        }
        if (direction === undefined || typing || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        if (!event.repeat) turn(direction);
    };
    let finger: { id: number; x: number; y: number; last: Direction | null } | null = null;
    const down = (event: PointerEvent) => {
        if (event.pointerType === "mouse" || (event.target as HTMLElement).closest("button")) return;
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
    window.addEventListener("keydown", pressed);
    window.addEventListener("keyup", released);
    window.addEventListener("blur", away);
    surface.addEventListener("pointerdown", down);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    return () => {
        window.removeEventListener("keydown", pressed);
        window.removeEventListener("keyup", released);
        window.removeEventListener("blur", away);
        surface.removeEventListener("pointerdown", down);
        window.removeEventListener("pointermove", move);
        window.removeEventListener("pointerup", up);
        window.removeEventListener("pointercancel", up);
    };
}
