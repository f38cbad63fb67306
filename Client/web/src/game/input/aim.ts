/** Where the player has told the own snake to turn to, until it does: shown at once, though a turn runs at the next cell. */
import { Direction } from "../../net/messages";
import { SnakeView } from "../core/view";

/** A turn that has not come by then was none. One back into the own neck never is. */
const longestMs = 300;

export class Aim {
    private wanted: { direction: Direction; at: number } | null = null;

    told(direction: Direction, snake: SnakeView | undefined, now: number): void {
        if (snake && (snake.direction + 2) % 4 === direction) return;
        this.wanted = { direction, at: now };
    }

    /** Null: it goes where it was told to. */
    of(snake: SnakeView | undefined, now: number): Direction | null {
        if (this.wanted && (!snake?.alive || snake.direction === this.wanted.direction || now - this.wanted.at > longestMs)) this.wanted = null;
        return this.wanted?.direction ?? null;
    }
}
