/**
 * The thread that draws the field of a running match, so that the page's own thread is free for keys, frames of the server and
 * the game core. `remote.ts` is its other end.
 */
import type { PaletteName } from "../app/preferences";
import { choosePalette } from "./palette";
import { ArenaRenderer, displayFont, Frame, nameFont, Place } from "./render";

/** One `@font-face` of the page: a thread has none of its own. */
export interface Face { family: string; source: string; descriptors: FontFaceDescriptors }

export type Told =
    /** First of all: the fonts, and what is to be written with them on the field and over heads. */
    | { faces: readonly Face[]; words: string; names: string }
    | { canvas: OffscreenCanvas }
    | { palette: PaletteName; patterns: boolean }
    | { frame: Frame; place: Place };

/** `ready`: it takes a canvas. `painted`: a frame is done. */
export type Said = "ready" | "painted";

interface Scope { fonts: FontFaceSet; postMessage(said: Said): void; onmessage: ((event: MessageEvent<Told>) => void) | null }
const scope = self as unknown as Scope;
let renderer: ArenaRenderer | null = null;

/** Before the first letter is drawn: what was drawn without its font once is drawn so for ever. */
async function load(faces: readonly Face[], words: string, names: string): Promise<void> {
    for (const { family, source, descriptors } of faces) scope.fonts.add(new FontFace(family, source, descriptors));
    await Promise.allSettled([scope.fonts.load(displayFont, `+−0123456789${words}`), scope.fonts.load(nameFont, names)]);
}

scope.onmessage = ({ data }) => {
    if ("faces" in data) {
        void load(data.faces, data.words, data.names).then(() => scope.postMessage("ready"));
    } else if ("canvas" in data) {
        renderer = new ArenaRenderer(data.canvas);
    } else if ("palette" in data) {
        choosePalette(data.palette, data.patterns);
    } else if (renderer) {
        renderer.place = data.place;
        try {
            renderer.draw(data.frame);
        } finally {
            scope.postMessage("painted");
        }
    }
};
