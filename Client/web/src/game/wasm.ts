import { Direction } from "../net/messages";
import { ArenaView } from "./view";
export type Core = object;
export async function loadGameCore(): Promise<Core> { return {}; }
export class ClientMatch {
    constructor(core: Core) { void core; }
    hasState = false; committedTick = 0; committedHash = "";
    apply(bytes: Uint8Array): "applied" | "ignored" | "gap" | "diverged" { void bytes; return "ignored"; }
    addTurn(seq: number, tick: number, direction: Direction): void { void [seq, tick, direction]; }
    settleTurn(seq: number, tick: number | null): void { void [seq, tick]; }
    wouldTurn(slot: number, direction: Direction): boolean { void [slot, direction]; return true; }
    predict(tick: number): void { void tick; }
    predicted(): ArenaView { throw new Error(); }
    committed(): ArenaView { throw new Error(); }
}
