/** What happened between the states of a match that are looked at one after the other, to be shown for a moment. */
import { t } from "../text/text";
import { styleOf } from "./drawing/palette";
import { Mark, markMs } from "./drawing/render";
import { ArenaView, SnakeView } from "./core/view";
import { Death } from "./core/wasm";

/** Something to hear. `points`: eaten or banked. */
export interface Cue { kind: "eat" | "bank" | "crash"; slot: number; isOwn: boolean; points: number }

/** Something to tell the player in words. */
export interface Notice { text: string; tone: "good" | "bad"; since: number }

/** What a snake was in the state before, to see what happened to it. */
interface Before { alive: boolean; score: number; carried: number; x: number; y: number }

/** What killed the own snake takes longer to read than what it banked. */
const goodNoticeMs = 1600, badNoticeMs = 2600;

export class MatchEvents {
    marks: Mark[] = [];
    notice: Notice | null = null;
    onCue: ((cue: Cue) => void) | null = null;
    private before = new Map<number, Before>();
    private banksBefore: readonly [number, number] = [0, 0];
    private lookedAt = 0;

    /** The next state does not follow on the one before. */
    forget(): void {
        this.before.clear();
    }

    age(now: number): void {
        if (this.marks.length > 0) this.marks = this.marks.filter((mark) => now - mark.since < markMs);
        if (this.notice && now - this.notice.since > (this.notice.tone === "bad" ? badNoticeMs : goodNoticeMs)) this.notice = null;
    }

    /**
     * Finds out from two committed states what happened between them.
     * @param death How the own snake left the field meanwhile, as far as the core has told.
     * @param names Of the players, by slot.
     */
    look(view: ArenaView, you: number | null, now: number, death: Death | null = null, names: readonly string[] = []): void {
        for (const snake of view.snakes) {
            const was = this.before.get(snake.slot);
            if (was) this.compare(view, snake, was, you, now, snake.slot === you ? deathText(death, names) : null);
            const head = snake.cells.length > 0 ? snake.cells[0] as number : -1;
            this.before.set(snake.slot, {
                alive: snake.alive, score: snake.score, carried: snake.carried,
                x: head < 0 ? was?.x ?? 0 : head % view.width + 0.5,
                y: head < 0 ? was?.y ?? 0 : Math.floor(head / view.width) + 0.5,
            });
        }
        this.lookedAt = view.tick;
        this.banksBefore = [view.banks[0], view.banks[1]];
    }

    private compare(view: ArenaView, snake: SnakeView, was: Before, you: number | null, now: number, death: string | null): void {
        const style = styleOf(snake.slot, you, view.zoneDepth > 0);
        const isOwn = snake.slot === you;
        const eaten = snake.score - was.score;
        if (eaten > 0 && snake.cells.length > 0) {
            const head = snake.cells[0] as number;
            const at = { x: head % view.width + 0.5, y: Math.floor(head / view.width) + 0.5 };
            this.marks.push({ kind: "eat", at, text: `+${eaten}`, since: now, style });
            this.onCue?.({ kind: "eat", slot: snake.slot, isOwn, points: eaten });
        }
        const banked = view.bankTarget > 0 ? (view.banks[snake.team as 0 | 1] ?? 0) - (this.banksBefore[snake.team as 0 | 1] ?? 0) : 0;
        if (banked > 0 && snake.carried === 0 && was.carried > 0) {
            this.marks.push({ kind: "bank", at: was, text: `+${banked}`, since: now, style });
            this.onCue?.({ kind: "bank", slot: snake.slot, isOwn, points: banked });
            if (isOwn) this.notice = { text: t("arena.banked", { n: banked }), tone: "good", since: now };
            return;
        }
        const farthest = (view.tick - this.lookedAt) * snake.progressPerTick + 2;
        const jumped = was.alive && snake.alive && snake.cells.length > 0
            && Math.abs((snake.cells[0] as number) % view.width + 0.5 - was.x)
            + Math.abs(Math.floor((snake.cells[0] as number) / view.width) + 0.5 - was.y) > farthest;
        const lostFood = was.carried > 0 && snake.carried === 0;
        if (was.alive && (!snake.alive || jumped || lostFood)) {
            this.marks.push({ kind: "crash", at: was, text: was.carried > 0 && view.bankTarget > 0 ? `−${was.carried}` : "", since: now, style });
            this.onCue?.({ kind: "crash", slot: snake.slot, isOwn, points: 0 });
            if (isOwn) {
                const hasLost = was.carried > 0 && view.bankTarget > 0;
                this.notice = { text: (death ?? t("arena.crashed")) + (hasLost ? ` · ${t("arena.lost", { n: was.carried })}` : ""), tone: "bad", since: now };
            }
        }
    }
}

/** What killed the own snake, in words; null where the core has not told. */
function deathText(death: Death | null, names: readonly string[]): string | null {
    if (!death || death.cause === "banked") return null;
    return t(`death.${death.cause}`, { name: names[death.by] ?? t("player", { number: death.by + 1 }) });
}
