/**
 * How the arena lies on the screen. In team modes it is turned so that the own goal is at the bottom; it is only ever
 * turned, never mirrored, so left stays left.
 */
import { Direction } from "../../net/messages";

/** Quarter turns counter-clockwise from the arena's own orientation (x right, y down). */
export type Turn = 0 | 1 | 3;

export interface Point { x: number; y: number }

/** Team 0 plays towards greater x, team 1 towards smaller x (docs/guide/rules.md, the team arena). */
export function turnFor(teamArena: boolean, ownTeam: number | null): Turn {
    if (!teamArena) return 0;
    return ownTeam === 1 ? 3 : 1;
}

/** Size on the screen, in cells. */
export function screenSize(turn: Turn, width: number, height: number): { width: number; height: number } {
    return turn === 0 ? { width, height } : { width: height, height: width };
}

/** A point of the arena (cell edges are whole numbers, cell centres halves) on the screen, in cells. */
export function toScreen(turn: Turn, width: number, height: number, point: Point): Point {
    switch (turn) {
        case 0: return point;
        case 1: return { x: point.y, y: width - point.x };
        case 3: return { x: height - point.y, y: point.x };
    }
}

/** Which part of its way a picture that glides goes in so many milliseconds: 8 % in a frame of 60 Hz, as far in as long at 144. */
export function glide(elapsed: number): number {
    return 1 - 0.92 ** (Math.max(0, elapsed) * 60 / 1000);
}

/** The arena's direction for one pressed on the screen. */
export function toArena(turn: Turn, direction: Direction): Direction {
    return ((direction + turn) % 4) as Direction;
}

/** The direction on the screen of one in the arena. */
export function toScreenDirection(turn: Turn, direction: Direction): Direction {
    return ((direction + 4 - turn) % 4) as Direction;
}
