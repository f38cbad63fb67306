/** Draws on a thread of its own (`painter.ts`), where the browser has that. */
import type { PaletteName } from "../../app/saved/preferences";
import type { Face } from "./fonts";
import type { Said, Told } from "./painter";
import { fit, Frame, giveSize, Painter, PlaceWatch } from "./render";

declare const PAINTER_URL: string;

/** Frames that the thread has not drawn yet: what one frame of the screen may bring, a tick, a key and what the server says. */
const mostUnderWay = 4;
/** Milliseconds without a frame that was drawn, while others wait, after which the thread counts as dead: a browser may end it. */
const patience = 2_000;

export class RemotePainter implements Painter {
    private underWay = 0;
    /** Since when frames are left out; null: none is. */
    private waitsSince: number | null = null;
    private size = { width: 0, height: 0 };
    private readonly watch: PlaceWatch;

    private constructor(private readonly worker: Worker, private readonly canvas: HTMLCanvasElement, first: () => void, private readonly lost: () => void) {
        this.watch = new PlaceWatch(canvas.parentElement ?? canvas);
        worker.onmessage = ({ data }: MessageEvent<Said>) => {
            if (data === "painted") return first();
            this.underWay -= 1;
            this.waitsSince = null;
        };
        const offscreen = canvas.transferControlToOffscreen();
        this.tell({ canvas: offscreen }, [offscreen]);
    }

    /**
     * Begins a thread. Its canvas is given away once it runs, and cannot be drawn on from here any more.
     * @param written What is to be written on the field, and over heads.
     * @param found Told once, unless the browser cannot do it or `stop` comes first.
     * @param first Told when the first frame has been drawn.
     * @param lost Told when the thread draws no more: the page has to.
     * @returns `stop`, which ends the thread; null where the browser has no such threads.
     */
    static begin(canvas: HTMLCanvasElement, written: { words: string; names: string }, found: (painter: RemotePainter) => void, first: () => void, lost: () => void): (() => void) | null {
        if (typeof Worker === "undefined" || typeof OffscreenCanvas === "undefined" || !("transferControlToOffscreen" in canvas)) return null;
        let worker: Worker, painter: RemotePainter | null = null;
        try {
            worker = new Worker(PAINTER_URL);
        } catch {
            return null;
        }
        worker.onmessage = ({ data }: MessageEvent<Said>) => {
            if (data === "ready") found(painter = new RemotePainter(worker, canvas, first, lost));
        };
        const told: Told = { faces: facesOf(document), ...written };
        worker.postMessage(told);
        return () => {
            worker.onmessage = null;
            worker.terminate();
            painter?.watch.stop();
        };
    }

    choosePalette(palette: PaletteName, patterns: boolean): void {
        this.tell({ palette, patterns });
    }

    /** Left out while the thread is behind: the next frame is a newer one. */
    draw(frame: Frame): void {
        if (this.underWay >= mostUnderWay) {
            this.waitsSince ??= frame.now;
            if (frame.now - this.waitsSince > patience) this.lost();
            return;
        }
        const { place } = this.watch;
        const found = fit(frame.view, frame.you, place);
        if (!found) return;
        if (found.width !== this.size.width || found.height !== this.size.height) {
            giveSize(this.canvas, found, place);
            this.size = found;
        }
        this.underWay += 1;
        this.tell({ frame, place });
    }

    private tell(told: Told, given: readonly unknown[] = []): void {
        this.worker.postMessage(told, given as Transferable[]);
    }
}

/** The page's own letters, as its style sheets have them. */
function facesOf(document: Document): Face[] {
    const rules = [...document.styleSheets].flatMap((sheet) => {
        try {
            return [...sheet.cssRules];
        } catch {
            return [];  // an extension's: it may not be read
        }
    });
    return rules.filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule).map(({ style }) => ({
        family: style.getPropertyValue("font-family"), source: style.getPropertyValue("src"),
        descriptors: {
            weight: style.getPropertyValue("font-weight"), style: style.getPropertyValue("font-style") || "normal",
            unicodeRange: style.getPropertyValue("unicode-range") || "U+0-10FFFF",
        },
    }));
}
