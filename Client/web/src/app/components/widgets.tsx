/** Small components that several pages share. */
import { ink, paper, Style } from "../../game/drawing/palette";
import { Player } from "../../net/messages";
import { t } from "../../text/text";
import { app } from "../app";
import { State } from "../state";
import { statusOf } from "../status";
import { levelName } from "./format";
import { usePolled } from "./polling";

/** What a seat is, besides its name. */
export function SeatTags({ player }: { player: Player }) {
    return (
        <>
            {player.bot && <span className="tag">{t("seat.bot", { level: levelName(player.bot) })}</span>}
            {player.standIn ? <span className="tag">{t("seat.standIn")}</span> : !player.connected && <span className="tag">{t("seat.away")}</span>}
        </>
    );
}

/** A box to tick, with its label. */
export function Check({ label, value, change }: { label: string; value: boolean; change: (value: boolean) => void }) {
    return (
        <label className="check">
            <input type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} />
            <span>{label}</span>
        </label>
    );
}

export function Logo({ small }: { small: boolean }) {
    return <span className={small ? "logo logo-small" : "logo"}>SnakeTron</span>;
}

/** The connection: state, node and round trip. */
export function Badge({ state }: { state: State }) {
    const ping = usePolled(() => app.session?.connection.roundTrip ?? null, 1000);
    const status = statusOf(state);
    if (status.kind === "offline") return null;
    return (
        <span className={`badge badge-${status.kind}`} role="status" data-testid="status">
            <i aria-hidden="true" />
            <span>{status.text}</span>
            {status.kind === "online" && ping !== null && <span className="ping">{Math.max(1, Math.round(ping))} ms</span>}
        </span>
    );
}

/** A bit of snake in a player's colour and pattern. */
export function Swatch({ style, wide = false }: { style: Style; wide?: boolean }) {
    const width = wide ? 64 : 40, end = width - 11;
    const line = `M 11 11 H ${end}`;
    const stroke = { fill: "none", strokeLinecap: "round" as const };
    return (
        <svg className="swatch" width={width} height="22" viewBox={`0 0 ${width} 22`} role="img" aria-label={t(style.name)}>
            <path d={line} stroke={ink} strokeWidth="20" {...stroke} />
            <path d={line} stroke={style.fill} strokeWidth="14" {...stroke} />
            {style.pattern === "stripes" && <path d={line} stroke={paper} strokeOpacity="0.5" strokeWidth="14" strokeDasharray="4 6" fill="none" />}
            {style.pattern === "dots" && <path d={line} stroke={ink} strokeWidth="6" strokeDasharray="0 11" {...stroke} />}
            {style.pattern === "line" && <path d={line} stroke={paper} strokeWidth="4" {...stroke} />}
            {style.pattern === "dashes" && <path d={line} stroke={ink} strokeWidth="4" strokeDasharray="9 6" fill="none" />}
            <circle cx={end + 2} cy="7" r="4" fill={paper} stroke={ink} strokeWidth="1.5" />
            <circle cx={end + 2} cy="15" r="4" fill={paper} stroke={ink} strokeWidth="1.5" />
            <circle cx={end + 3.5} cy="7" r="1.8" fill={ink} />
            <circle cx={end + 3.5} cy="15" r="1.8" fill={ink} />
        </svg>
    );
}
