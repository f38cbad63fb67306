/** Gamepads of the standard layout (W3C Gamepad, section 7): the cross or the left stick turns, a button boosts. */
import { Direction } from "../net/messages";

export interface PadState { direction: Direction | null; boost: boolean }

const cross: readonly (readonly [button: number, direction: Direction])[] = [[12, 0], [15, 1], [13, 2], [14, 3]];
/** The lower face button, and the right shoulder and trigger. */
const boostButtons = [0, 5, 7];
const stickThreshold = 0.5;
/** The stick is let go below this: a hand that trembles at the threshold does not turn again and again. */
const stickRelease = 0.35;

/** @param before What was read last. */
export function readGamepad(pad: { buttons: readonly { pressed: boolean }[]; axes: readonly number[] }, before: PadState): PadState {
    const boost = boostButtons.some((button) => pad.buttons[button]?.pressed === true);
    const pressed = cross.find(([button]) => pad.buttons[button]?.pressed === true);
    if (pressed) return { direction: pressed[1], boost };
    const x = pad.axes[0] ?? 0, y = pad.axes[1] ?? 0;
    const far = Math.max(Math.abs(x), Math.abs(y));
    if (far < (before.direction === null ? stickThreshold : stickRelease)) return { direction: null, boost };
    // On a diagonal it stays what it was.
    if (Math.abs(Math.abs(x) - Math.abs(y)) < 0.15 && before.direction !== null) return { direction: before.direction, boost };
    const direction: Direction = Math.abs(x) > Math.abs(y) ? (x > 0 ? 1 : 3) : (y > 0 ? 2 : 0);
    return { direction, boost };
}

const idle: PadState = { direction: null, boost: false };

/** The gamepads of this browser; costs nothing while none is connected. */
export class Gamepads {
    private state = idle;

    /** Once a frame. A press counts where it begins. */
    poll(turn: (direction: Direction) => void, boost: (held: boolean) => void): void {
        const pad = connected === 0 ? undefined : navigator.getGamepads().find((each) => each?.connected && each.mapping === "standard");
        if (!pad) {
            // It was unplugged, or fell asleep, with a button held.
            if (this.state.boost) boost(false);
            this.state = idle;
            return;
        }
        const now = readGamepad(pad, this.state);
        if (now.direction !== null && now.direction !== this.state.direction) turn(now.direction);
        if (now.boost !== this.state.boost) boost(now.boost);
        this.state = now;
    }
}

let connected = 0;
const listeners = new Set<() => void>();

export function connectedGamepads(): number {
    return connected;
}

export function watchGamepads(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

if (typeof addEventListener === "function") {
    addEventListener("gamepadconnected", () => { connected += 1; for (const listener of listeners) listener(); });
    addEventListener("gamepaddisconnected", () => { connected = Math.max(0, connected - 1); for (const listener of listeners) listener(); });
}
