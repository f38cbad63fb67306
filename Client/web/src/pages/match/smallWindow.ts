/**
 * The field in a small window that stays over others: a document of its own where the browser has that (Document
 * Picture-in-Picture), which can be played in; else a video of the field.
 */
import { ArenaRenderer, Painter } from "../../game/drawing/render";
import { t } from "../../text/text";

interface DocumentPictureInPicture { readonly window: Window | null; requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis> }

declare global {
    interface Window { documentPictureInPicture?: DocumentPictureInPicture }
}

/** Draws the field as it is now. */
export type Paint = (painter: Painter, now: number) => void;

/** Which way this browser has; null: none. */
export function smallWindowKind(): "document" | "video" | null {
    if (window.documentPictureInPicture) return "document";
    const canShow = document.pictureInPictureEnabled && "requestPictureInPicture" in HTMLVideoElement.prototype && "captureStream" in HTMLCanvasElement.prototype;
    return canShow ? "video" : null;
}

/** CSS pixels of the small window, and of the video. */
const size = { width: 360, height: 480 };
/** A page that is not seen draws no frames of its own; its timers run once a second then. */
const hiddenMs = 100;
const videoRate = 30;

/**
 * Opens the small window. Must be called within a press of the player's.
 * @param closed Told once, when it has gone, by whoever closed it.
 * @returns Closes it.
 */
export async function openSmallWindow(paint: Paint, closed: () => void): Promise<() => void> {
    const maker = window.documentPictureInPicture;
    return maker ? inDocument(await maker.requestWindow(size), paint, closed) : await inVideo(paint, closed);
}

function inDocument(small: Window & typeof globalThis, paint: Paint, closed: () => void): () => void {
    const { document: there } = small;
    there.title = t("arena");
    there.body.style.cssText = "margin: 0; height: 100vh; display: grid; place-items: center; overflow: hidden; background: #fff";
    const canvas = there.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", t("arena"));
    there.body.append(canvas);
    const renderer = new ArenaRenderer(canvas);
    const draw = () => {
        paint(renderer, performance.now());
        small.requestAnimationFrame(draw);
    };
    small.requestAnimationFrame(draw);
    // What is pressed there is meant for the game.
    for (const kind of ["keydown", "keyup"]) {
        small.addEventListener(kind, (event) => {
            const { code, key, repeat } = event as KeyboardEvent;
            const passed = new KeyboardEvent(kind, { code, key, repeat, bubbles: true, cancelable: true });
            document.body.dispatchEvent(passed) || event.preventDefault();
        });
    }
    small.addEventListener("blur", () => dispatchEvent(new Event("blur")));
    small.addEventListener("pagehide", closed, { once: true });
    return () => small.close();
}

async function inVideo(paint: Paint, closed: () => void): Promise<() => void> {
    const box = document.createElement("div"), canvas = document.createElement("canvas"), video = document.createElement("video");
    // On the page, so that it has a size and is drawn; nobody sees it there.
    box.style.cssText = `position: fixed; left: -9999px; top: 0; width: ${size.width}px; height: ${size.height}px`;
    box.setAttribute("aria-hidden", "true");
    box.append(canvas, video);
    document.body.append(box);
    const renderer = new ArenaRenderer(canvas);
    paint(renderer, performance.now());
    let request = 0;
    const draw = () => {
        paint(renderer, performance.now());
        request = requestAnimationFrame(draw);
    };
    request = requestAnimationFrame(draw);
    const timer = setInterval(() => { if (document.hidden) paint(renderer, performance.now()); }, hiddenMs);
    const stream = canvas.captureStream(videoRate);
    const end = () => {
        cancelAnimationFrame(request);
        clearInterval(timer);
        for (const track of stream.getTracks()) track.stop();
        box.remove();
        closed();
    };
    try {
        video.muted = true;
        video.playsInline = true;  // else an iPhone fills its screen with it
        video.srcObject = stream;
        await video.play();
        await video.requestPictureInPicture();
    } catch (problem) {
        end();
        throw problem;
    }
    video.addEventListener("leavepictureinpicture", end, { once: true });
    return () => void document.exitPictureInPicture().catch(end);
}
