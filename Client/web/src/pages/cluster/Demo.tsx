import { useEffect, useRef } from "react";
import { app } from "../../app/app";
import { reducesMotion } from "../../app/saved/preferences";
import { LocalGame } from "../../game/local";
import { ArenaRenderer } from "../../game/drawing/render";

/** Every second frame is enough for what nobody steers. */
const frameMs = 32;
/** Ticks that are played before it is shown, so that there is something to see; and how many of them between two frames. */
const warmUp = 160, warmUpAtOnce = 20;

/** Bots that play behind the title, by the game core that the page has anyway. */
export function Demo() {
    const canvas = useRef<HTMLCanvasElement>(null);
    useEffect(() => {
        if (!canvas.current) return;
        const renderer = new ArenaRenderer(canvas.current);
        const still = reducesMotion();
        let game: LocalGame | null = null, request = 0, last = -Infinity, toSkip = 0, overSince: number | null = null;
        const begin = () => {
            // The core has one such game, and it is the player's, also while the page of it is still loading.
            if (app.state.practice) return;
            game = app.localGame({ mode: "ffa", players: 6, level: 2, isPlayed: false, seed: Math.floor(Math.random() * 2 ** 32) });
            toSkip = warmUp;
            overSince = null;
        };
        const draw = (now: number) => {
            request = requestAnimationFrame(draw);
            if (now - last < frameMs) return;
            last = now;
            if (!game || (overSince !== null && now - overSince > 1500)) begin();
            if (!game) return;
            if (toSkip > 0) {
                game.skip(warmUpAtOnce);
                toSkip -= warmUpAtOnce;
                return;
            }
            const frame = game.frame(now);
            if (frame.view.over) overSince ??= now;
            renderer.draw({ ...frame, you: null, marks: game.marks, now, pointOut: false, reducedMotion: still, names: null, contrast: false, follow: null });
            if (still) cancelAnimationFrame(request);
        };
        request = requestAnimationFrame(draw);
        return () => cancelAnimationFrame(request);
    }, []);
    return <div className="demo" aria-hidden="true"><canvas ref={canvas} width={0} height={0} /></div>;
}
