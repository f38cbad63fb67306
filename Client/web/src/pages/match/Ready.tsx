import { app } from "../../app/app";
import { State } from "../../app/state";
import { modeName } from "../../app/components/format";
import { useSecondsLeft } from "../../app/components/polling";
import { SeatTags, Swatch } from "../../app/components/widgets";
import { styleOf } from "../../game/drawing/palette";
import { Match } from "../../net/messages";
import { t } from "../../text/text";

export function Ready({ match, state }: { match: Match; state: State }) {
    const seconds = useSecondsLeft(state.deadline);
    const isReady = match.you !== null && match.players[match.you]?.ready === true;
    return (
        <section className="card stack centred">
            <p className="quiet">{modeName(match.mode)}</p>
            <h1>{t("ready.title")}</h1>
            <ol className={match.players.length === 2 ? "seats versus" : "seats"}>
                {match.players.map((player, slot) => (
                    <li key={slot}>
                        <Swatch style={styleOf(slot, match.you, match.rules.zone > 0)} />
                        <b>{player.name}</b>
                        <SeatTags player={player} />
                        <span className={player.ready ? "tag tag-good" : "tag"}>{player.ready ? t("ready.ready") : "…"}</span>
                    </li>
                ))}
            </ol>
            {match.you === null ? <p className="quiet">{t("ready.youWatch")}</p> : (
                <button className="primary huge" autoFocus disabled={isReady || state.pending === "ready"} onClick={() => app.ask({ type: "ready" })}>
                    {t(isReady ? "ready.others" : "ready.button")}
                </button>
            )}
            <p className="quiet" aria-live="off">{t("ready.startsIn", { n: seconds })}</p>
            {state.leaving
                ? <span className="row asking"><button onClick={() => app.leave()}>{t("giveUp")}</button><button className="link" onClick={() => app.askToLeave(false)}>{t("stay")}</button></span>
                : <button className="link" onClick={() => app.leave()}>{t("leave")}</button>}
        </section>
    );
}
