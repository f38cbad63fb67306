/** What the arena page draws and counts: one state of the match, committed or predicted. */
import { Direction } from "../net/messages";

export interface SnakeView {
    slot: number;
    team: number;
    /** On the field now. */
    alive: boolean;
    direction: Direction;
    /** Movement since its last step, in thousandths of a cell, and how much a tick adds. */
    progress: number;
    progressPerTick: number;
    score: number;
    carried: number;
    combo: number;
    /** Cells as `y * width + x`, head first. */
    cells: ArrayLike<number>;
}

export interface ArenaView {
    tick: number;
    width: number;
    height: number;
    /** Columns of each end zone; 0 in arenas without. */
    zoneDepth: number;
    /** The rows of the goals, first and past the last. */
    goalTop: number;
    goalEnd: number;
    /** Points that end a team game; 0 in others. */
    bankTarget: number;
    banks: readonly [number, number];
    snakes: SnakeView[];
    food: ArrayLike<number>;
}
