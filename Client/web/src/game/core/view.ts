/** What the arena page draws and counts: one state of the match, committed or predicted. */
import { Direction, Mode } from "../../net/messages";

export interface SnakeView {
    slot: number;
    team: number;
    /** On the field now. */
    alive: boolean;
    /** On the field, or about to be again. */
    inPlay: boolean;
    /** Last really travelled. */
    direction: Direction;
    /** Movement gathered since its last step, in cells, and how much a tick adds. */
    progress: number;
    progressPerTick: number;
    score: number;
    /** Points that banking would pay now. */
    carried: number;
    /** Boost in the tank, 0–1, and whether it is being spent. */
    charge: number;
    boosting: boolean;
    /** The player holds the boost, with or without charge. */
    boostHeld: boolean;
    /** Cells as `y * width + x`, head first. */
    cells: ArrayLike<number>;
}

/** A boost pad: its top left cell, cells along each side, and how much of its pause is still to come, 0 (ready) – 1. */
export interface PadView { cell: number; size: number; pause: number }

export interface ArenaView {
    mode: Mode;
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
    /** The last tick of a game with a time limit; 0: none. */
    lastTick: number;
    /** The match has ended in this state. */
    over: boolean;
    banks: readonly [number, number];
    /** By slot. */
    snakes: SnakeView[];
    food: ArrayLike<number>;
    pads: PadView[];
}
