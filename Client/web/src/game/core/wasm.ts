/** `ClientMatch` of the game core, in WebAssembly. The exports stand in Client/wasm/Exports.swift, the view's layout in View.swift. */
import { Direction, InputCode, Mode } from "../../net/messages";
import { loadModule } from "./module";
import { ArenaView, PadView, SnakeView } from "./view";
import { modeNumbers, modes } from "../../protocol/vocabulary";

declare const WASM_URL: string;

interface Exports {
    memory: WebAssembly.Memory;
    match_start(matchID: bigint): void;
    game_input(size: number): number;
    match_receive(size: number, now: bigint): number;
    match_started(now: bigint): void;
    match_round_trip(time: bigint): void;
    match_resumed(lastSequence: bigint): void;
    match_predict(now: bigint): bigint;
    match_lead(): bigint;
    match_stamp(code: number): number;
    match_add(sequence: bigint, tick: number, code: number): number;
    match_settle(sequence: bigint, tick: number, late: number): number;
    match_tick(predicted: number): number;
    match_hash(predicted: number): bigint;
    match_view(predicted: number): number;
    match_death(): number;
    /** Client/wasm/LocalExports.swift */
    local_start(mode: number, players: number, level: number, hasPlayer: number, seed: bigint): number;
    local_input(code: number): number;
    local_step(): number;
    local_view(): number;
    local_rank(slot: number): number;
}

/** How a snake left the field; `by`: the slot of the other one of `body` and `head`. */
export interface Death { cause: "wall" | "zone" | "edge" | "self" | "body" | "head" | "banked"; by: number }
const causes: readonly (Death["cause"] | undefined)[] = [undefined, "wall", "zone", "edge", "self", "body", "head", "banked"];

/** `deathCode` of Client/wasm/Exports.swift. */
export function deathOf(code: number): Death | null {
    const cause = causes[code & 0xff];
    return cause === undefined ? null : { cause, by: code >> 8 & 0xff };
}

export type Core = Exports;

/** One instance plays one match at a time. */
export function loadGameCore(): Promise<Core> {
    return loadModule<Exports>(WASM_URL);
}

/** By their numbers in the canonical state. */
const modesByNumber: readonly (Mode | undefined)[] = modes.reduce((list, mode) => { list[modeNumbers[mode]] = mode; return list; }, [] as Mode[]);
const layoutVersion = 2;
const headerWords = 24;
const padWords = 3;
/** Ticks that a pad pauses after it was taken. */
const padPause = 160;
const committedState = 0, predictedState = 1;
const tickMicroseconds = 50_000;
const creditPerCell = 100_000;

export type Received = "ignored" | "advanced" | "restarted" | "acknowledged" | "needsResync" | "malformed";
const received: readonly Received[] = ["ignored", "advanced", "restarted", "acknowledged", "needsResync", "malformed"];

/** The core counts whole microseconds; the page, milliseconds with fractions. */
function micros(milliseconds: number): bigint {
    return BigInt(Math.round(milliseconds * 1000));
}

/** Times are milliseconds of `performance.now()`. */
export class ClientMatch {
    /** A snapshot has come. */
    hasState = false;
    committedTick = 0;
    /** 16 hexadecimal digits. */
    committedHash = "";

    constructor(private readonly core: Core, matchID: bigint) {
        core.match_start(matchID);
    }

    /** A Snapshot or Update frame that arrived at `now`. */
    receive(bytes: Uint8Array, now: number): Received {
        const address = this.core.game_input(bytes.length);
        if (address === 0) return "malformed";
        new Uint8Array(this.core.memory.buffer, address, bytes.length).set(bytes);
        const result = received[this.core.match_receive(bytes.length, micros(now))] ?? "malformed";
        if (result === "advanced" || result === "restarted") {
            this.hasState = true;
            this.committedTick = this.core.match_tick(committedState);
            this.committedHash = BigInt.asUintN(64, this.core.match_hash(committedState)).toString(16).padStart(16, "0");
        }
        return result;
    }

    /** The match's phase is `running`. */
    started(now: number): void {
        this.core.match_started(micros(now));
    }

    /** A ping was answered after so many milliseconds. */
    measured(roundTrip: number): void {
        this.core.match_round_trip(micros(roundTrip));
    }

    /** A new connection's `welcome.lastSeq`: the commands up to there are in the snapshot that follows. */
    resumed(lastSeq: number): void {
        this.core.match_resumed(BigInt(lastSeq));
    }

    /** The tick that a command given now is for; null when it cannot run. */
    stamp(code: InputCode): number | null {
        return this.core.match_stamp(code) || null;
    }

    add(seq: number, tick: number, code: InputCode): void {
        this.core.match_add(BigInt(seq), tick, code);
    }

    /** `tick`: when it runs; null when it was refused. `late`: ticks after its stamp. */
    settle(seq: number, tick: number | null, late: number): void {
        this.core.match_settle(BigInt(seq), tick ?? 0, late);
    }

    /** Runs the prediction ahead to the tick to show now, and returns that with its fraction; null while nothing runs. */
    predict(now: number): number | null {
        const position = Number(this.core.match_predict(micros(now)));
        return position < 0 ? null : position / tickMicroseconds;
    }

    /** Milliseconds that the prediction is ahead of the newest update that could have arrived. */
    get lead(): number {
        return Number(this.core.match_lead()) / 1000;
    }

    /** How the own snake left the field within the newest update; null: it did not. */
    get death(): Death | null {
        return deathOf(this.core.match_death());
    }

    predicted(): ArenaView {
        return this.view(predictedState);
    }

    committed(): ArenaView {
        return this.view(committedState);
    }

    /** Only with `hasState`. */
    private view(state: number): ArenaView {
        const address = this.core.match_view(state);
        if (address === 0) throw new Error("the match has no state yet");
        return readView(this.core.memory, address);
    }
}

/** A view that a module has written to its memory. What is returned stays as it is when the module goes on. */
export function readView(memory: WebAssembly.Memory, address: number): ArenaView {
    const words = new Int32Array(memory.buffer, address);
    const at = (word: number) => words[word] as number;
    if (at(0) !== layoutVersion) throw new Error(`the game core's view has layout ${at(0)}, not ${layoutVersion}`);
    const snakes: SnakeView[] = [];
    for (let slot = 0; slot < at(13); slot++) {
        const base = headerWords + slot * at(16);
        const first = at(base + 13);
        snakes.push({
            slot,
            team: at(base + 1),
            alive: at(base + 2) === 0,
            inPlay: at(base + 2) <= 1,
            direction: at(base + 3) as Direction,
            progress: at(base + 5) / creditPerCell,
            progressPerTick: at(base + 6) / creditPerCell,
            score: at(base + 7),
            carried: at(base + 8),
            charge: at(base + 14) / at(23),
            boosting: at(base + 15) === 2,
            boostHeld: at(base + 15) !== 0,
            cells: words.slice(first, first + at(base + 12)),
        });
    }
    const pads: PadView[] = [];
    for (let pad = 0; pad < at(20); pad++) {
        const base = at(21) + pad * padWords;
        pads.push({ cell: at(base), size: at(base + 1), pause: at(base + 2) / padPause });
    }
    return {
        mode: modesByNumber[at(1)] ?? "duel", tick: at(8), width: at(2), height: at(3), zoneDepth: at(4), goalTop: at(5), goalEnd: at(6), bankTarget: at(7),
        over: at(9) !== 0, banks: [at(10), at(11)], snakes, food: words.slice(at(15), at(15) + at(14)), pads,
        lastTick: at(22),
    };
}
