/** Gamepads of the standard layout (W3C Gamepad, section 7): the cross or the left stick turns, a button boosts, the right stick shows an emote. */
import { Direction } from "../../net/messages";

/** `sector`: where the right stick points, of six from straight up on, clockwise; null: it rests. */
export interface PadState { direction: Direction | null; boost: boolean; sector: number | null }

const cross: readonly (readonly [button: number, direction: Direction])[] = [[12, 0], [15, 1], [13, 2], [14, 3]];
/** The lower face button, and the right shoulder and trigger. */
const boostButtons = [0, 5, 7];
const stickThreshold = 0.5;
/** The stick is let go below this: a hand that trembles at the threshold does not turn again and again. */
const stickRelease = 0.35;
/** The right stick is meant where it is pushed nearly as far as it goes. */
const flickThreshold = 0.8;

/** @param before What was read last. */
export function readGamepad(pad: { buttons: readonly { pressed: boolean }[]; axes: readonly number[] }, before: PadState): PadState {
    const boost = boostButtons.some((button) => pad.buttons[button]?.pressed === true);
    const sector = readSector(pad.axes[2] ?? 0, pad.axes[3] ?? 0, before.sector);
    const pressed = cross.find(([button]) => pad.buttons[button]?.pressed === true);
    if (pressed) return { direction: pressed[1], boost, sector };
    const x = pad.axes[0] ?? 0, y = pad.axes[1] ?? 0;
    const far = Math.max(Math.abs(x), Math.abs(y));
    if (far < (before.direction === null ? stickThreshold : stickRelease)) return { direction: null, boost, sector };
    // On a diagonal it stays what it was.
    if (Math.abs(Math.abs(x) - Math.abs(y)) < 0.15 && before.direction !== null) return { direction: before.direction, boost, sector };
    const direction: Direction = Math.abs(x) > Math.abs(y) ? (x > 0 ? 1 : 3) : (y > 0 ? 2 : 0);
    return { direction, boost, sector };
}

/** A stick that has begun to point somewhere points there until it is let go. */
function readSector(x: number, y: number, before: number | null): number | null {
    const far = Math.hypot(x, y);
    if (before !== null) return far < stickRelease ? null : before;
    return far < flickThreshold ? null : Math.round(Math.atan2(x, -y) / (Math.PI / 3) + 6) % 6;
}

const idle: PadState = { direction: null, boost: false, sector: null };

/** The gamepads of this browser; costs nothing while none is connected. */
export class Gamepads {
    private state = idle;

    /** Once a frame. A press counts where it begins. */
    poll(turn: (direction: Direction) => void, boost: (held: boolean) => void, flick: (sector: number) => void): void {
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
        if (now.sector !== null && now.sector !== this.state.sector) flick(now.sector);
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
