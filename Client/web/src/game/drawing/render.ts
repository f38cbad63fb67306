/** Draws one frame of the arena. Everything is in cells; the transform makes pixels of them. */
import { Direction, Emote } from "../../net/messages";
import { glide, Point, screenSize, toScreen, toScreenDirection, Turn, turnFor } from "./camera";
import { emoteMs, emotePictures, ShownEmote } from "../emotes";
import { enemy, ink, own, paper, Style, styleOf } from "./palette";
import { ArenaView, SnakeView } from "../core/view";

/** A short-lived mark on the field: where someone died, ate or banked. */
export interface Mark { kind: "crash" | "eat" | "bank"; at: Point; text: string; since: number; style: Style }

export interface Frame {
    view: ArenaView;
    /** Part of a tick that has passed since `view.tick`, 0 ≤ fraction ≤ 1. */
    fraction: number;
    /** It goes on by itself until the next tick; left out: it stands. */
    moves?: boolean;
    you: number | null;
    marks: readonly Mark[];
    /** Milliseconds of the page's clock. */
    now: number;
    /** Points out the own snake. */
    pointOut: boolean;
    reducedMotion: boolean;
    /** Over the heads, by slot; null: none. */
    names: readonly string[] | null;
    /** Over the heads, by slot. */
    emotes?: ReadonlyMap<number, ShownEmote> | undefined;
    /** Stronger lines and no ornament. */
    contrast: boolean;
    /** Slot of the snake that the picture stays with, closer; null: all of the field. */
    follow: number | null;
    /** Where the own snake has been told to turn to, in the arena's directions: it looks there until it turns. Null: nowhere. */
    aim: Direction | null;
    /** What stands in the own zone and in the other one; undefined: nothing. */
    zoneNames?: ZoneNames | undefined;
}

export type ZoneNames = readonly [own: string, enemy: string];

/** Who draws frames: a renderer, or one on a thread of its own. */
export interface Painter { draw(frame: Frame): void }

/** CSS pixels around the canvas, and device pixels to one of them. */
export interface Place { width: number; height: number; ratio: number }

// The compiler's own library does not know it yet.
declare global {
    class OffscreenCanvas {
        constructor(width: number, height: number);
        width: number;
        height: number;
        getContext(kind: "2d", options: { alpha: boolean }): CanvasRenderingContext2D | null;
    }
    interface HTMLCanvasElement { transferControlToOffscreen(): OffscreenCanvas }
}

type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D;

export const markMs = 900;

/** How much closer a player is that the picture follows. */
const followZoom = 2;

/** Where the last cell of each tail came from: the state itself does not say, and the tail must glide too. */
interface TailMemory { head: number; length: number; tail: number; from: number }

/** The largest picture that has room there, in whole device pixels, so that lines stay sharp. Null: there is no room. */
export function fit(view: ArenaView, you: number | null, place: Place): { pixels: number; width: number; height: number } | null {
    if (place.width === 0 || place.height === 0) return null;
    const size = screenSize(turnOf(view, you), view.width, view.height);
    const pixels = Math.floor(Math.min(place.width / (size.width + 2 * margin), place.height / (size.height + 2 * margin)) * place.ratio * 4) / 4;
    const border = 2 * Math.round(margin * pixels);
    return { pixels, width: Math.round(size.width * pixels) + border, height: Math.round(size.height * pixels) + border };
}

function turnOf(view: ArenaView, you: number | null): Turn {
    return turnFor(view.zoneDepth > 0, you === null ? null : view.snakes[you]?.team ?? null);
}

/** Of the element around the canvas, as it was when it last changed: to ask in each frame would lay the page out each time. */
export class PlaceWatch {
    private box = { width: 0, height: 0 };
    private readonly observer: ResizeObserver;

    constructor(around: Element) {
        this.box = around.getBoundingClientRect();
        // Of the window that shows it, which may be a small one of its own.
        const { ResizeObserver: Observer } = around.ownerDocument.defaultView ?? window;
        this.observer = new Observer(() => { this.box = around.getBoundingClientRect(); });
        this.observer.observe(around);
    }

    get place(): Place {
        return { width: this.box.width, height: this.box.height, ratio: Math.min(window.devicePixelRatio || 1, 3) };
    }

    stop(): void {
        this.observer.disconnect();
    }
}

/** Gives the element the size of its picture. */
export function giveSize(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }, { ratio }: Place): void {
    canvas.style.width = `${width / ratio}px`;
    canvas.style.height = `${height / ratio}px`;
}

export class ArenaRenderer implements Painter {
    private readonly context: Context;
    private ground: { key: string; image: Canvas } | null = null;
    /** The parts of the body's line, made once. */
    private readonly points: Point[] = [];
    private tails = new Map<number, TailMemory>();
    private born = new Map<number, number>();
    /** Made once: each frame fills it anew. */
    private readonly shownFood = new Set<number>();
    private cell = 0;
    private ratio = 1;
    private turn: Turn = 0;
    private lettersLoaded = false;
    /** Begun with the first frame: to ask for the place lays the page out. */
    private watch: PlaceWatch | null = null;
    /** For a canvas that is no element. */
    place: Place = { width: 0, height: 0, ratio: 1 };
    /** Middle of the picture in cells of the screen, and how close it is. */
    private eye: { x: number; y: number; zoom: number } | null = null;
    private drawnAt = 0;

    constructor(private readonly canvas: Canvas) {
        // Each frame is painted over all of it, so nothing behind need be mixed in.
        this.context = contextOf(canvas);
    }

    draw(frame: Frame): void {
        const { view } = frame;
        this.turn = turnOf(view, frame.you);
        if (!this.size(view, frame.you)) return;
        const context = this.context;
        const scale = this.cell * this.ratio;
        const border = Math.round(margin * scale);
        const { zoom, left, top } = this.lens(frame, scale, border);
        context.setTransform(zoom, 0, 0, zoom, left, top);
        context.drawImage(this.groundImage(view, frame.zoneNames, frame.contrast) as CanvasImageSource, 0, 0);
        context.setTransform(scale * zoom, 0, 0, scale * zoom, border * zoom + left, border * zoom + top);
        this.pads(frame);
        this.food(frame);
        for (const snake of view.snakes) if (snake.slot !== frame.you) this.snake(frame, snake);
        const ownSnake = frame.you === null ? undefined : view.snakes[frame.you];
        if (ownSnake) this.snake(frame, ownSnake);
        if (frame.names) this.names(frame, frame.names);
        if (frame.emotes) for (const [slot, shown] of frame.emotes) this.emote(frame, slot, shown);
        for (const mark of frame.marks) this.mark(frame, mark);
    }

    /** How the picture is enlarged and moved, in device pixels. It glides to the head that is followed, and never shows what is outside. */
    private lens(frame: Frame, scale: number, border: number): { zoom: number; left: number; top: number } {
        const { view } = frame;
        const size = screenSize(this.turn, view.width, view.height);
        const snake = frame.follow === null ? undefined : view.snakes[frame.follow];
        const head = snake && snake.cells.length > 0 ? this.centre(view, snake.cells[0] as number) : null;
        const middle = { x: size.width / 2, y: size.height / 2, zoom: 1 };
        // One that is off the field for a moment is waited for where it was.
        const wanted = head ? { ...head, zoom: followZoom } : frame.follow !== null && this.eye ? this.eye : middle;
        const step = frame.reducedMotion || !this.eye ? 1 : glide(frame.now - this.drawnAt);
        this.drawnAt = frame.now;
        const from = this.eye ?? middle;
        const eye = { x: from.x + (wanted.x - from.x) * step, y: from.y + (wanted.y - from.y) * step, zoom: from.zoom + (wanted.zoom - from.zoom) * step };
        this.eye = frame.follow === null && Math.abs(eye.zoom - 1) < 0.01 ? null : eye;
        if (!this.eye) return { zoom: 1, left: 0, top: 0 };
        const { width, height } = this.canvas;
        const hold = (at: number, whole: number) => Math.min(0, Math.max(whole - whole * eye.zoom, whole / 2 - (at * scale + border) * eye.zoom));
        return { zoom: eye.zoom, left: hold(eye.x, width), top: hold(eye.y, height) };
    }

    private names(frame: Frame, names: readonly string[]): void {
        const context = this.context;
        context.font = `${nameFont}, sans-serif`;
        context.textAlign = "center";
        context.textBaseline = "alphabetic";
        context.lineJoin = "round";
        context.lineWidth = 0.3;
        context.strokeStyle = paper;
        context.fillStyle = ink;
        const { width } = screenSize(this.turn, frame.view.width, frame.view.height);
        for (const snake of frame.view.snakes) {
            const name = names[snake.slot];
            if (!snake.alive || snake.cells.length === 0 || !name || snake.slot === frame.you) continue;
            const head = this.headAt(frame, snake);
            const half = context.measureText(name).width / 2;
            const x = Math.max(half, Math.min(width - half, head.x)), y = head.y < 2.5 ? head.y + 2 : head.y - 1;
            context.strokeText(name, x, y);
            context.fillText(name, x, y);
        }
    }

    /** In a bubble over the head, or below it where there is no room. */
    private emote(frame: Frame, slot: number, { emote, since }: ShownEmote): void {
        const snake = frame.view.snakes[slot];
        if (!snake?.alive || snake.cells.length === 0) return;
        const { width } = screenSize(this.turn, frame.view.width, frame.view.height);
        const head = this.headAt(frame, snake), age = frame.now - since;
        const side = head.y < 4.4 ? 1 : -1;
        const context = this.context;
        const restore = context.getTransform();
        context.globalAlpha = Math.max(0, Math.min(1, (emoteMs - age) / 250));
        context.translate(Math.max(bubble, Math.min(width - bubble, head.x)), head.y + side * (bubble + 1.2));
        const size = frame.reducedMotion ? 1 : pop(age / 260);
        context.scale(size, size);
        context.beginPath();
        context.moveTo(-0.5, side * -bubble * 0.8);
        context.lineTo(0, side * -(bubble + 0.6));
        context.lineTo(0.5, side * -bubble * 0.8);
        context.lineWidth = 0.36;
        context.lineJoin = "round";
        context.strokeStyle = ink;
        context.stroke();
        context.moveTo(bubble, 0);
        context.arc(0, 0, bubble, 0, Math.PI * 2);
        context.stroke();
        context.fillStyle = paper;
        context.fill();
        const picture = pictureOf(emote);
        const scale = bubble * 1.6 / 24;
        context.scale(scale, scale);
        context.translate(-12, -12);
        context.lineCap = "round";
        context.lineWidth = 2;
        context.fillStyle = emotePictures[emote].fill;
        if (emotePictures[emote].body) {
            context.fill(picture.body);
            context.stroke(picture.body);
        }
        context.stroke(picture.lines);
        context.fillStyle = ink;
        context.fill(picture.solid);
        context.globalAlpha = 1;
        context.setTransform(restore);
    }

    /** Where the head is drawn. */
    private headAt(frame: Frame, snake: SnakeView): Point {
        const first = this.centre(frame.view, snake.cells[0] as number);
        return snake.cells.length > 1 ? mix(this.centre(frame.view, snake.cells[1] as number), first, progressOf(snake, frame)) : first;
    }

    /** False: there is no room. */
    private size(view: ArenaView, you: number | null): boolean {
        if ("parentElement" in this.canvas && this.canvas.parentElement) this.watch ??= new PlaceWatch(this.canvas.parentElement);
        const place = this.watch?.place ?? this.place;
        const found = fit(view, you, place);
        if (!found || found.width === 0 || found.height === 0) return false;
        this.cell = found.pixels / place.ratio;
        this.ratio = place.ratio;
        if (this.canvas.width === found.width && this.canvas.height === found.height) return true;
        this.canvas.width = found.width;
        this.canvas.height = found.height;
        if ("style" in this.canvas) giveSize(this.canvas, found, place);
        return true;
    }

    /** The part that does not move, drawn once for each size. */
    private groundImage(view: ArenaView, names: ZoneNames | undefined, contrast: boolean): Canvas {
        this.lettersLoaded ||= typeof document === "undefined" || document.fonts.check(displayFont);
        const key = [
            this.canvas.width, this.canvas.height, this.turn, view.width, view.height, view.zoneDepth, names, this.lettersLoaded, contrast, own.fill, enemy.fill,
        ].join();
        if (this.ground?.key === key) return this.ground.image;
        const { width, height } = this.canvas;
        const image = "parentElement" in this.canvas ? Object.assign(document.createElement("canvas"), { width, height }) : new OffscreenCanvas(width, height);
        const context = contextOf(image);
        const scale = this.cell * this.ratio, border = Math.round(margin * scale);
        context.fillStyle = paper;
        context.fillRect(0, 0, image.width, image.height);
        context.setTransform(scale, 0, 0, scale, border, border);
        const size = screenSize(this.turn, view.width, view.height);
        context.save();
        context.beginPath();
        rounded(context, -0.1, -0.1, size.width + 0.2, size.height + 0.2, 0.9);
        context.clip();
        if (!contrast) dots(context, size.width, size.height);
        if (view.zoneDepth > 0) this.zones(context, view, size, names, contrast);
        context.restore();
        context.strokeStyle = ink;
        context.lineWidth = wall;
        context.beginPath();
        rounded(context, -wall / 2, -wall / 2, size.width + wall, size.height + wall, 1);
        context.stroke();
        this.ground = { key, image };
        return image;
    }

    /** The own zone is at the bottom of the screen, the other one at the top. */
    private zones(context: Context, view: ArenaView, size: { width: number; height: number }, names: ZoneNames | undefined, contrast: boolean): void {
        const depth = view.zoneDepth;
        const bottom = size.height - depth;
        context.fillStyle = "#e6f2fd";
        context.fillRect(0, bottom, size.width, depth);
        context.fillStyle = "#fdeee6";
        context.fillRect(0, 0, size.width, depth);
        // The enemy's ground is hatched: it kills.
        context.save();
        context.beginPath();
        context.rect(0, 0, size.width, depth);
        context.clip();
        context.strokeStyle = contrast ? ink : "#f3c3a8";
        context.lineWidth = 0.22;
        context.beginPath();
        for (let x = -depth; x < size.width; x += 2) {
            context.moveTo(x, depth);
            context.lineTo(x + depth, 0);
        }
        context.stroke();
        context.restore();
        if (names) {
            zoneName(context, names[0], size.width / 2, bottom + depth / 2 + 0.6, contrast ? ink : "#c3def7", "#e6f2fd");
            zoneName(context, names[1], size.width / 2, depth / 2 - 0.2, contrast ? ink : "#f3c3a8", "#fdeee6");
        }
        // The walls, a cell thick, and the open goal between them. Rows become columns when the arena is turned.
        const left = this.turn === 1 ? view.goalTop : view.height - view.goalEnd;
        const right = this.turn === 1 ? view.goalEnd : view.height - view.goalTop;
        for (const [y, style] of [[bottom, own], [depth - 1, enemy]] as const) {
            context.fillStyle = ink;
            context.beginPath();
            rounded(context, -1, y + 0.1, left + 0.9, 0.8, 0.4);
            rounded(context, right + 0.1, y + 0.1, size.width - right + 1, 0.8, 0.4);
            context.fill();
            context.strokeStyle = style.fill;
            context.lineWidth = 0.3;
            context.setLineDash([0.5, 0.5]);
            context.beginPath();
            context.moveTo(left + 0.4, y + 0.5);
            context.lineTo(right - 0.2, y + 0.5);
            context.stroke();
            context.setLineDash([]);
        }
    }

    /** A bolt on a disc that fills again while the pad pauses. */
    private pads(frame: Frame): void {
        const { view } = frame;
        const context = this.context;
        for (const pad of view.pads) {
            const corner = this.centre(view, pad.cell), far = this.centre(view, pad.cell + (pad.size - 1) * (view.width + 1));
            const x = (corner.x + far.x) / 2, y = (corner.y + far.y) / 2, radius = pad.size * 0.46;
            const ready = pad.pause === 0;
            context.beginPath();
            context.arc(x, y, radius, 0, Math.PI * 2);
            context.fillStyle = ready ? "#c9f2df" : "#eef0f3";
            context.fill();
            context.lineWidth = 0.1;
            context.strokeStyle = ready ? padColour : "#c4c9d1";
            context.stroke();
            if (!ready) {
                context.beginPath();
                context.arc(x, y, radius, -Math.PI / 2, -Math.PI / 2 + (1 - pad.pause) * Math.PI * 2);
                context.strokeStyle = padColour;
                context.stroke();
            }
            bolt(context, x, y, radius * 0.7, ready ? padColour : "#c4c9d1");
        }
    }

    private food(frame: Frame): void {
        const { view, now } = frame;
        const context = this.context;
        const shown = this.shownFood;
        shown.clear();
        for (let index = 0; index < view.food.length; index++) shown.add(view.food[index] as number);
        // The drawn head is still on its way into the cell that it has just taken the food of.
        for (const snake of view.snakes) {
            const head = snake.cells[0];
            if (snake.alive && head !== undefined && this.born.has(head) && progressOf(snake, frame) < 0.55) shown.add(head);
        }
        for (const cell of shown) if (!this.born.has(cell)) this.born.set(cell, now);
        const discs = (dx: number, dy: number, radiusOf: (cell: number, size: number) => number) => {
            context.beginPath();
            for (const cell of shown) {
                const at = this.centre(view, cell), x = at.x + dx, y = at.y + dy;
                const radius = radiusOf(cell, frame.reducedMotion ? 1 : pop((now - (this.born.get(cell) ?? now)) / 260));
                context.moveTo(x + radius, y);
                context.arc(x, y, radius, 0, Math.PI * 2);
            }
        };
        // All of one colour is one path: each path costs more than what is in it.
        discs(0, 0, (cell, size) => Math.max(0, (0.45 + (frame.reducedMotion ? 0 : Math.sin(now / 420 + cell) * 0.03)) * size));
        context.fillStyle = "#ffd23f";
        context.fill();
        context.lineWidth = 0.14;
        context.strokeStyle = ink;
        context.stroke();
        discs(-0.12, -0.13, (_, size) => Math.max(0, 0.09 * size));
        context.fillStyle = paper;
        context.fill();
        for (const cell of this.born.keys()) if (!shown.has(cell)) this.born.delete(cell);
    }

    private snake(frame: Frame, snake: SnakeView): void {
        if (!snake.alive || snake.cells.length === 0) {
            this.tails.delete(snake.slot);
            return;
        }
        const style = styleOf(snake.slot, frame.you, frame.view.zoneDepth > 0);
        const points = this.path(frame, snake);
        const isOwn = snake.slot === frame.you;
        const context = this.context;
        context.lineCap = "round";
        context.lineJoin = "round";
        trace(context, points);
        if (snake.boosting) {
            context.strokeStyle = "rgb(26 166 125 / 0.35)";
            context.lineWidth = 1.5;
            context.stroke();
        }
        context.strokeStyle = ink;
        context.lineWidth = isOwn ? 1.02 : 0.96;
        context.stroke();
        context.strokeStyle = style.fill;
        context.lineWidth = isOwn ? 0.7 : 0.66;
        context.stroke();
        pattern(context, style);
        this.head(points, isOwn && frame.aim !== null ? toScreenDirection(this.turn, frame.aim) : null);
        if (isOwn && frame.pointOut && points[0]) this.pointer(points[0], frame);
    }

    /**
     * From the head to the tail, where it bends; valid until the next call. The head glides from the cell it left to the one it
     * has entered while it gathers the movement for its next step, so a turn is always drawn through the middle of its cell.
     */
    private path(frame: Frame, snake: SnakeView): Point[] {
        const { view } = frame;
        const progress = progressOf(snake, frame);
        const cells = snake.cells;
        const head = cells[0] as number, tail = cells[cells.length - 1] as number;
        let memory = this.tails.get(snake.slot);
        if (!memory || memory.head !== head || memory.length !== cells.length) {
            const stepped = memory && cells[1] === memory.head;
            const from = memory && stepped && cells.length === memory.length ? memory.tail : tail;
            memory = { head, length: cells.length, tail, from };
            this.tails.set(snake.slot, memory);
        }
        const { points } = this;
        points.length = 0;
        const first = this.centre(view, head);
        const neck = cells.length > 1 ? this.centre(view, cells[1] as number) : first;
        points.push(mix(neck, first, progress));
        const end = memory.from !== tail ? memory.from : null;
        for (let index = 1; index < cells.length; index++) {
            const cell = cells[index] as number, next = index + 1 < cells.length ? cells[index + 1] as number : end;
            // Where the line goes straight on it needs no point.
            if (next !== null && next - cell === cell - (cells[index - 1] as number)) continue;
            points.push(this.centre(view, cell));
        }
        if (end !== null) points.push(mix(this.centre(view, end), this.centre(view, tail), progress));
        return points;
    }

    /** `looks`: where to, on the screen; null: where it goes. */
    private head(points: Point[], looks: Direction | null): void {
        const at = points[0] as Point;
        const back = points.find((point) => Math.hypot(point.x - at.x, point.y - at.y) > 0.05) ?? { x: at.x, y: at.y + 1 };
        const length = Math.hypot(at.x - back.x, at.y - back.y) || 1;
        const forward = looks === null ? { x: (at.x - back.x) / length, y: (at.y - back.y) / length } : ways[looks];
        const context = this.context;
        const eyes = (radius: number, ahead: number) => {
            context.beginPath();
            for (let side = -1; side <= 1; side += 2) {
                const x = at.x + forward.x * ahead - forward.y * 0.25 * side;
                const y = at.y + forward.y * ahead + forward.x * 0.25 * side;
                context.moveTo(x + radius, y);
                context.arc(x, y, radius, 0, Math.PI * 2);
            }
        };
        eyes(0.24, 0.1);
        context.fillStyle = paper;
        context.fill();
        context.lineWidth = 0.08;
        context.strokeStyle = ink;
        context.stroke();
        eyes(0.12, 0.18);
        context.fillStyle = ink;
        context.fill();
    }

    private pointer(at: Point, frame: Frame): void {
        const context = this.context;
        const wave = frame.reducedMotion ? 0 : Math.sin(frame.now / 160) * 0.18;
        context.beginPath();
        context.arc(at.x, at.y, 1.35 + wave, 0, Math.PI * 2);
        context.lineWidth = 0.2;
        context.strokeStyle = own.fill;
        context.stroke();
    }

    private mark(frame: Frame, mark: Mark): void {
        const age = (frame.now - mark.since) / markMs;
        if (age < 0 || age >= 1) return;
        const at = toScreen(this.turn, frame.view.width, frame.view.height, mark.at);
        const context = this.context;
        context.globalAlpha = 1 - age * age;
        if (mark.kind !== "eat") {
            context.lineWidth = 0.22;
            context.strokeStyle = mark.kind === "crash" ? ink : mark.style.fill;
            const reach = frame.reducedMotion ? 1.6 : 0.6 + 2.2 * pop(age);
            context.beginPath();
            for (let ray = 0; ray < 8; ray++) {
                const angle = (ray + 0.5) * Math.PI / 4;
                context.moveTo(at.x + Math.cos(angle) * reach * 0.55, at.y + Math.sin(angle) * reach * 0.55);
                context.lineTo(at.x + Math.cos(angle) * reach, at.y + Math.sin(angle) * reach);
            }
            context.stroke();
        }
        const rise = frame.reducedMotion ? 0 : age * 1.2;
        context.font = "italic 900 1.7px Display, sans-serif";
        context.textAlign = "center";
        context.lineJoin = "round";
        context.lineWidth = 0.4;
        context.strokeStyle = paper;
        context.strokeText(mark.text, at.x, at.y - 1 - rise);
        context.fillStyle = ink;
        context.fillText(mark.text, at.x, at.y - 1 - rise);
        context.globalAlpha = 1;
    }

    private centre(view: ArenaView, cell: number): Point {
        const point = { x: cell % view.width + 0.5, y: Math.floor(cell / view.width) + 0.5 };
        return toScreen(this.turn, view.width, view.height, point);
    }
}

function contextOf(canvas: Canvas): Context {
    const context = canvas.getContext("2d", { alpha: false }) as Context | null;
    if (!context) throw new Error("this browser has no 2D canvas");
    // Letters are measured in cells, and enlarged: each has its own width, not one in whole cells.
    if ("textRendering" in context) (context as { textRendering: string }).textRendering = "geometricPrecision";
    return context;
}

/** One cell to each direction of the screen. */
const ways: Record<Direction, Point> = { 0: { x: 0, y: -1 }, 1: { x: 1, y: 0 }, 2: { x: 0, y: 1 }, 3: { x: -1, y: 0 } };

/** Cells of blank paper around the field, for the outer wall. */
const margin = 0.7;
const wall = 0.35;

const padColour = "#1aa67d";

/** Radius of the bubble that an emote is shown in, in cells. */
const bubble = 1.6;

const pictures = new Map<Emote, { body: Path2D; lines: Path2D; solid: Path2D }>();

function pictureOf(emote: Emote): { body: Path2D; lines: Path2D; solid: Path2D } {
    let made = pictures.get(emote);
    if (!made) {
        const { body, lines, solid } = emotePictures[emote];
        pictures.set(emote, made = { body: new Path2D(body), lines: new Path2D(lines), solid: new Path2D(solid) });
    }
    return made;
}

function bolt(context: Context, x: number, y: number, size: number, colour: string): void {
    context.beginPath();
    for (const [dx, dy] of [[0.15, -1], [-0.55, 0.15], [-0.05, 0.15], [-0.15, 1], [0.55, -0.15], [0.05, -0.15]] as const) {
        context.lineTo(x + dx * size, y + dy * size);
    }
    context.closePath();
    context.fillStyle = colour;
    context.fill();
}

export const displayFont = "italic 900 4.2px Display";
export const nameFont = "650 1.15px Text";

function zoneName(context: Context, text: string, x: number, y: number, colour: string, ground: string): void {
    context.font = `${displayFont}, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 1.4;
    context.strokeStyle = ground;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
}

function dots(context: Context, width: number, height: number): void {
    context.fillStyle = "#d9dde3";
    for (let y = 1; y < height; y += 1) {
        for (let x = 1; x < width; x += 1) {
            const size = x % 5 === 0 && y % 5 === 0 ? 0.11 : 0.06;
            context.fillRect(x - size, y - size, 2 * size, 2 * size);
        }
    }
}

/** The body's line with its corners rounded; leaves it as the current path. */
function trace(context: Context, points: Point[]): void {
    context.beginPath();
    const first = points[0] as Point;
    context.moveTo(first.x, first.y);
    for (let index = 1; index < points.length - 1; index++) {
        const before = points[index - 1] as Point, corner = points[index] as Point, after = points[index + 1] as Point;
        const radius = Math.min(0.5, distance(before, corner) * 0.98, distance(corner, after) * 0.98);
        if (radius > 0.02) context.arcTo(corner.x, corner.y, after.x, after.y, radius);
        else context.lineTo(corner.x, corner.y);
    }
    const last = points[points.length - 1] as Point;
    context.lineTo(last.x, last.y + (points.length === 1 ? 0.001 : 0));
}

/** Strokes the current path once more with the style's pattern. */
function pattern(context: Context, style: Style): void {
    switch (style.pattern) {
        case "plain":
            return;
        case "stripes":
            context.lineCap = "butt";
            context.setLineDash([0.28, 0.42]);
            context.lineWidth = 0.66;
            context.strokeStyle = "rgb(255 255 255 / 0.5)";
            break;
        case "dots":
            context.setLineDash([0, 0.75]);
            context.lineWidth = 0.3;
            context.strokeStyle = ink;
            break;
        case "line":
            context.lineWidth = 0.2;
            context.strokeStyle = paper;
            break;
        case "dashes":
            context.lineCap = "butt";
            context.setLineDash([0.7, 0.45]);
            context.lineWidth = 0.2;
            context.strokeStyle = ink;
            break;
    }
    context.stroke();
    context.setLineDash([]);
    context.lineCap = "round";
}

function distance(a: Point, b: Point): number {
    return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function mix(a: Point, b: Point, part: number): Point {
    return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
}

/** Part of the way from the cell behind the head to the head's own. */
function progressOf(snake: SnakeView, frame: Frame): number {
    return Math.min(1, snake.progress + snake.progressPerTick * frame.fraction);
}

/** 0 → 1 with a small overshoot. */
function pop(part: number): number {
    if (part >= 1) return 1;
    const left = 1 - part;
    return 1 - left * left * left * (1 - 1.6 * part * 1.2);
}

/** Adds a rectangle with round corners to the current path. */
function rounded(context: Context, x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    context.moveTo(x + r, y);
    context.arcTo(x + width, y, x + width, y + height, r);
    context.arcTo(x + width, y + height, x, y + height, r);
    context.arcTo(x, y + height, x, y, r);
    context.arcTo(x, y, x + width, y, r);
    context.closePath();
}
