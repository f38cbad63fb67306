import { app, State } from "../app/app";
import { clockText, modeNames, usePolled } from "../app/parts";
import { statusOf } from "../app/status";

export function Queue({ state }: { state: State }) {
    const { queue } = state;
    const seconds = usePolled(() => queue ? Math.floor((performance.now() - queue.since) / 1000) : 0, 250);
    const waiting = Math.max(0, ...(queue?.modes.map((each) => each.waiting) ?? []));
    const online = statusOf(state).kind === "online";
    return (
        <section className="card stack centred">
            <h1>{queue ? queue.modes.map(({ mode }) => modeNames[mode]).join(" · ") : "One moment"}</h1>
            <div className="chase" aria-hidden="true"><i /><i /><i /><i /><i /></div>
            <p aria-live="polite">
                {!online ? statusOf(state).text : !queue ? "Joining the queue…"
                    : waiting > 1 ? `${waiting} players are waiting` : "Looking for an opponent"}
            </p>
            <p className="quiet">{clockText(seconds)}</p>
            <button autoFocus onClick={() => app.cancelQueue()}>Cancel</button>
        </section>
    );
}
