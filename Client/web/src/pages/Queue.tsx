import { app, State } from "../app/app";
import { modeNames, usePolled } from "../app/parts";
import { statusOf } from "../app/status";

export function Queue({ state }: { state: State }) {
    const { queue } = state;
    const seconds = usePolled(() => queue ? Math.floor((performance.now() - queue.since) / 1000) : 0, 250);
    const online = statusOf(state).kind === "online";
    return (
        <section className="card stack centred">
            <h1>{queue ? modeNames[queue.mode] : "One moment"}</h1>
            <div className="chase" aria-hidden="true"><i /><i /><i /><i /><i /></div>
            <p aria-live="polite">
                {!online ? statusOf(state).text : !queue ? "Joining the queue…"
                    : queue.waiting > 1 ? `${queue.waiting} players are waiting` : "Looking for an opponent"}
            </p>
            <p className="quiet">{Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}</p>
            <button autoFocus onClick={() => app.cancelQueue()}>Cancel</button>
        </section>
    );
}
