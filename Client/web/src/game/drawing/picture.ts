/** The field of a match in a few letters, as the list of matches tells it (docs/guide/protocol.md, section 5). */
import { ArenaView, SnakeView } from "../core/view";

const mostCells = 250 * 250;
const mostSnakes = 8;
const ways: Record<string, (width: number) => number> = { u: (width) => -width, r: () => 1, d: (width) => width, l: () => -1 };

/** Null for what is no such text: a list from elsewhere is shown without it. */
export function parsePicture(text: string): ArenaView | null {
    const [field, ...snakes] = text.split(" ");
    const size = /^(\d{1,3})x(\d{1,3}):(\d{1,2})$/.exec(field ?? "");
    if (!size || snakes.length > mostSnakes) return null;
    const [width, height, zoneDepth] = size.slice(1).map(Number) as [number, number, number];
    if (width < 4 || height < 4 || width * height > mostCells || 2 * zoneDepth >= width) return null;
    const found = snakes.map((snake) => parseSnake(snake, width, height, zoneDepth));
    if (found.some((snake) => snake === null)) return null;
    const all: SnakeView[] = [];
    for (const snake of found) if (snake) all[snake.slot] = snake;
    for (let slot = 0; slot < all.length; slot++) all[slot] ??= snakeOf(slot, zoneDepth, []);
    // A fifth of the rows, odd, at least three, in the middle (docs/guide/rules.md, section 3).
    const rows = Math.max(3, Math.floor((height * 2 + 5) / 10) | 1), goalTop = Math.floor(height / 2) - Math.floor(rows / 2);
    return {
        mode: "duel", tick: 0, width, height, zoneDepth, goalTop, goalEnd: goalTop + rows, bankTarget: 0, lastTick: 0, over: false, banks: [0, 0],
        snakes: all, food: [], pads: [],
    };
}

function parseSnake(text: string, width: number, height: number, zoneDepth: number): SnakeView | null {
    const parts = /^([0-7])@(\d{1,5})((?:[urdl]\d{1,3})*)$/.exec(text);
    if (!parts) return null;
    const cells = [Number(parts[2])];
    for (const [, way, count] of (parts[3] as string).matchAll(/([urdl])(\d+)/g)) {
        for (let left = Number(count); left > 0; left--) cells.push((cells[cells.length - 1] as number) + (ways[way as string] as (width: number) => number)(width));
    }
    return cells.every((cell) => cell >= 0 && cell < width * height) ? snakeOf(Number(parts[1]), zoneDepth, cells) : null;
}

function snakeOf(slot: number, zoneDepth: number, cells: number[]): SnakeView {
    const isThere = cells.length > 0;
    return {
        slot, team: zoneDepth > 0 ? slot & 1 : slot, alive: isThere, inPlay: isThere, direction: 0, progress: 1, progressPerTick: 0, score: 0, carried: 0,
        charge: 0, boosting: false, boostHeld: false, cells,
    };
}
