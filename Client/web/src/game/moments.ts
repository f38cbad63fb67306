/** What is worth looking at in a film: who banked, and who crashed. */
import { nextTask } from "./film";
import { MatchEvents } from "./matchEvents";
import { ArenaView } from "./core/view";

export interface Moment { tick: number; kind: "bank" | "crash"; slot: number; points: number }

/** As much of `Film` as is needed. */
export interface Frames { readonly first: number; readonly last: number; view(tick: number): ArenaView }

/** Ticks that are looked at without a pause: some milliseconds. */
const slice = 300;

/** Looks at each tick once. Pauses again and again, so that the page stays awake; ends early when `isWanted` says no. */
export async function findMoments(film: Frames, isWanted: () => boolean, pause: () => Promise<void> = nextTask): Promise<Moment[]> {
    const found: Moment[] = [];
    const events = new MatchEvents();
    let tick = film.first;
    events.onCue = ({ kind, slot, points }) => { if (kind !== "eat") found.push({ tick, kind, slot, points }); };
    for (; tick <= film.last; tick++) {
        if ((tick - film.first) % slice === slice - 1) {
            await pause();
            if (!isWanted()) return found;
        }
        events.look(film.view(tick), null, 0);
        events.marks = [];
    }
    return found;
}

/** The moment to be shown of a match: the largest bank of `you`, of anybody, or the last crash of another one, or of anybody. */
export function best(moments: readonly Moment[], you: number | null): Moment | null {
    const banks = moments.filter(({ kind }) => kind === "bank").sort((a, b) => b.points - a.points || a.tick - b.tick);
    const crashes = moments.filter(({ kind }) => kind === "crash");
    const others = crashes.filter(({ slot }) => slot !== you);
    return banks.find(({ slot }) => slot === you) ?? banks[0] ?? others[others.length - 1] ?? crashes[crashes.length - 1] ?? null;
}
