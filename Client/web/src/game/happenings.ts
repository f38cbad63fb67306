/** What happened between the states of a match that are looked at one after the other, to be shown for a moment. */
import { t } from "../text/text";
import { styleOf } from "./palette";
import { Mark, markMs } from "./render";
import { ArenaView, SnakeView } from "./view";

/** Something to tell the player in words. */
export interface Notice { text: string; tone: "good" | "bad"; since: number }

/** What a snake was in the state before, to see what happened to it. */
interface Before { alive: boolean; score: number; carried: number; x: number; y: number }

export class Happenings {
    marks: Mark[] = [];
    notice: Notice | null = null;
    private before = new Map<number, Before>();
    private banksBefore: readonly [number, number] = [0, 0];
    private lookedAt = 0;

    /** The next state does not follow on the one before. */
    forget(): void {
        this.before.clear();
    }

    age(now: number): void {
        this.marks = this.marks.filter((mark) => now - mark.since < markMs);
        if (this.notice && now - this.notice.since > 1600) this.notice = null;
    }

    /** Finds out from two committed states what happened between them. */
    look(view: ArenaView, you: number | null, now: number): void {
        for (const snake of view.snakes) {
            const was = this.before.get(snake.slot);
            if (was) this.compare(view, snake, was, you, now);
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

    private compare(view: ArenaView, snake: SnakeView, was: Before, you: number | null, now: number): void {
        const style = styleOf(snake.slot, you, view.zoneDepth > 0);
        const isOwn = snake.slot === you;
        const eaten = snake.score - was.score;
        if (eaten > 0 && snake.cells.length > 0) {
            const head = snake.cells[0] as number;
            const at = { x: head % view.width + 0.5, y: Math.floor(head / view.width) + 0.5 };
            this.marks.push({ kind: "eat", at, text: `+${eaten}`, since: now, style });
        }
        const banked = view.bankTarget > 0 ? (view.banks[snake.team as 0 | 1] ?? 0) - (this.banksBefore[snake.team as 0 | 1] ?? 0) : 0;
        if (banked > 0 && snake.carried === 0 && was.carried > 0) {
            this.marks.push({ kind: "bank", at: was, text: `+${banked}`, since: now, style });
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
            if (isOwn) {
                const hasLost = was.carried > 0 && view.bankTarget > 0;
                this.notice = { text: hasLost ? t("arena.crashedLost", { n: was.carried }) : t("arena.crashed"), tone: "bad", since: now };
            }
        }
    }
}
