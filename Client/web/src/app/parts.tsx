/** Small pieces that several pages share. */
import { useEffect, useRef, useState } from "react";
import { ink, paper, Style } from "../game/palette";
import { BotLevel, Mode, Player } from "../net/messages";
import { t } from "../text/text";
import { app } from "./app";
import { State } from "./state";
import { statusOf } from "./status";

/**
 * Without the right to the clipboard, as on a page that came by plain http, the link is shown instead.
 * @returns Whether it is in the clipboard.
 */
export async function putIntoClipboard(link: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(link);
        return true;
    } catch {
        app.tell(t("lobby.copyByHand", { link }));
        return false;
    }
}

export function modeName(mode: Mode): string {
    return t(`mode.${mode}`);
}

export function levelName(level: BotLevel): string {
    return t(`bot.${level}`);
}

/** A minute and two digits of seconds. */
export function clockText(seconds: number): string {
    return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
}

/** What a seat is, besides its name. */
export function SeatTags({ player }: { player: Player }) {
    return (
        <>
            {player.bot && <span className="tag">{t("seat.bot", { level: levelName(player.bot) })}</span>}
            {player.standIn ? <span className="tag">{t("seat.standIn")}</span> : !player.connected && <span className="tag">{t("seat.away")}</span>}
        </>
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

/**
 * A value that changes outside React, read again every `interval` ms however often its component renders meanwhile.
 * @param looksSame Whether the component would show the same: it is not rendered then.
 */
export function usePolled<T>(read: () => T, interval: number, looksSame: (before: T, now: T) => boolean = Object.is): T {
    const newest = useRef(read);
    newest.current = read;
    const [value, setValue] = useState(read);
    const shown = useRef(value);
    useEffect(() => {
        // React is told of changes only: to ask it each time would take longer than to look.
        const timer = setInterval(() => {
            const now = newest.current();
            if (looksSame(shown.current, now)) return;
            shown.current = now;
            setValue(() => now);
        }, interval);
        return () => clearInterval(timer);
    }, [interval, looksSame]);
    return value;
}

/** Whole seconds left until `deadline`, at least 0. */
export function useSecondsLeft(deadline: number): number {
    const left = () => Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    usePolled(left, 100);
    return left();  // the deadline may be another one since the last poll
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
