import { app } from "../../app/app";
import { Missed, State } from "../../app/state";
import { modeName } from "../../app/components/format";
import { replayName } from "../../net/messages";
import { t } from "../../text/text";

/** In the place of a result that is not known yet, or not at all. */
export function MissedEnd({ missed, state }: { missed: Missed; state: State }) {
    const { match, outcome } = missed;
    return (
        <section className="card stack centred">
            <p className="quiet">{modeName(match.mode)}</p>
            <h1>{t("missed.title")}</h1>
            <p role="status" data-testid="missed">{t(outcome === "looking" ? "missed.looking" : "missed.unknown")}</p>
            <div className="row">
                {outcome === "unknown" && <button className="primary" onClick={() => void app.lookForEnd(match)}>{t("missed.again")}</button>}
                <button onClick={() => app.dismiss()}>{t(state.lobby ? "result.lobby" : "home")}</button>
            </div>
            {match.commitment && <p className="verify links"><a href={`/replay/${replayName(match)}`}>{t("missed.link")}</a></p>}
        </section>
    );
}
