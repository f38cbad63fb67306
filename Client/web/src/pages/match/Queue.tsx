import { app } from "../../app/app";
import { State } from "../../app/state";
import { clockText, modeName } from "../../app/components/format";
import { usePolled } from "../../app/components/polling";
import { statusOf } from "../../app/status";
import { t } from "../../text/text";

export function Queue({ state }: { state: State }) {
    const { queue } = state;
    const seconds = usePolled(() => queue ? Math.floor((performance.now() - queue.since) / 1000) : 0, 250);
    const waiting = Math.max(0, ...(queue?.modes.map((each) => each.waiting) ?? []));
    const online = statusOf(state).kind === "online";
    return (
        <section className="card stack centred">
            <h1>{queue ? queue.modes.map(({ mode }) => modeName(mode)).join(" · ") : t("oneMoment")}</h1>
            <div className="chase" aria-hidden="true"><i /><i /><i /><i /><i /></div>
            <p aria-live="polite">
                {!online ? statusOf(state).text : !queue ? t("queue.joining")
                    : waiting > 1 ? t("queue.waiting", { n: waiting }) : t("queue.looking")}
            </p>
            <p className="quiet">{clockText(seconds)}</p>
            <button className="link" onClick={() => app.practise(false)}>{t("practice.meanwhile")}</button>
            <button autoFocus onClick={() => app.cancelQueue()}>{t("cancel")}</button>
        </section>
    );
}
