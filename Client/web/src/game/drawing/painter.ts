/**
 * The thread that draws the field of a running match, so that the page's own thread is free for keys, frames of the server and
 * the game core. `remote.ts` is its other end.
 */
import type { PaletteName } from "../../app/saved/preferences";
import { addressIn, Face, isWanted, Writing } from "./fonts";
import { later, PageClock } from "./pace";
import { choosePalette } from "./palette";
import { ArenaRenderer, displayFont, Frame, nameFont, Place } from "./render";

export type Told =
    /** First of all: the fonts, and what is to be written with them on the field and over heads. */
    | { faces: readonly Face[]; words: string; names: string }
    | { canvas: OffscreenCanvas }
    | { palette: PaletteName; patterns: boolean }
    | { frame: Frame; place: Place };

/** `ready`: it takes a canvas. `taken`: a frame is drawn, or a newer one in its place. `painted`: the first one is drawn. */
export type Said = "ready" | "taken" | "painted";

interface Scope { fonts: FontFaceSet; postMessage(said: Said): void; requestAnimationFrame(draw: () => void): void; onmessage: ((event: MessageEvent<Told>) => void) | null }
const scope = self as unknown as Scope;
let renderer: ArenaRenderer | null = null;
/** The newest frame of the page. */
let newest: { frame: Frame; place: Place } | null = null;
let hasPainted = false;
/** Frames that have come and are not drawn yet. */
let waiting = 0;
const clock = new PageClock();

function draw(): void {
    scope.requestAnimationFrame(draw);
    if (!renderer || !newest) return;
    renderer.place = newest.place;
    renderer.draw(later(newest.frame, clock.now(performance.now())));
    // Only now: a thread that takes frames and draws none is given up.
    for (; waiting > 0; waiting--) scope.postMessage("taken");
    if (!hasPainted) scope.postMessage("painted");
    hasPainted = true;
}

/** Before the first letter is drawn: what was drawn without its font once is drawn so for ever. */
async function load(faces: readonly Face[], words: string, names: string): Promise<void> {
    const written: Writing[] = [{ font: displayFont, text: `+−0123456789${words}` }, { font: nameFont, text: names }];
    await Promise.allSettled(faces.map(async ({ family, source, descriptors }) => {
        const address = written.some((each) => isWanted({ family, source, descriptors }, each)) ? addressIn(source) : null;
        // Fetched here: a font that Firefox loads for a thread passes by the page's service worker, and is missing offline.
        const file = address === null ? source : await fetch(address).then((answer) => answer.arrayBuffer()).catch(() => source);
        const face = new FontFace(family, file, descriptors);
        scope.fonts.add(face);
        if (address !== null) await face.load();
    }));
}

scope.onmessage = ({ data }) => {
    if ("faces" in data) {
        void load(data.faces, data.words, data.names).then(() => scope.postMessage("ready"));
    } else if ("canvas" in data) {
        renderer = new ArenaRenderer(data.canvas);
    } else if ("palette" in data) {
        choosePalette(data.palette, data.patterns);
    } else if (renderer) {
        clock.heard(data.frame.now, performance.now());
        const isFirst = newest === null;
        newest = data;
        waiting += 1;
        if (isFirst) draw();
    }
};
