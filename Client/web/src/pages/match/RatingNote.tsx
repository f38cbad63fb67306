import { useEffect, useState } from "react";
import { Match } from "../../net/messages";
import { t } from "../../text/text";
import { backoff } from "../../net/backoff";
import { api } from "../../net/server";

interface Rating { mode: string; ranked: boolean; rating: number; division: string; last?: { match: string; before: number } }
interface Change { before: number; now: number; division: string }

/** What a ranked match did to its player's rating. The registry counts it a moment after the end, or when its database is back. */
export function RatingNote({ match, user }: { match: Match; user: string }) {
    const [change, setChange] = useState<Change | null>(null);
    const [isGivenUp, giveUp] = useState(false);
    useEffect(() => {
        const asked = new AbortController(), waits = backoff();
        let timer = 0;
        const ask = async () => {
            const known = await load(match, user, asked.signal).catch(() => null);
            if (asked.signal.aborted) return;
            if (known) return setChange(known);
            const pause = waits.next();
            if (pause.done) giveUp(true);
            else timer = window.setTimeout(() => void ask(), pause.value);
        };
        void ask();
        return () => {
            asked.abort();
            clearTimeout(timer);
        };
    }, [match.id, user]);
    if (!change) {
        return (
            <p className="rating quiet" role="status" data-testid="rating">
                {t(isGivenUp ? "rating.unknown" : "rating.counting")}
            </p>
        );
    }
    const moved = change.now - change.before;
    return (
        <p className="rating" role="status" data-testid="rating">
            <span className="quiet">{t("rating")}</span> {change.before} → <b className="points">{change.now}</b>{" "}
            <span className={moved < 0 ? "moved moved-down" : "moved"}>({moved < 0 ? `−${-moved}` : `+${moved}`})</span>
            <span className="quiet division">{change.division}</span>
        </p>
    );
}

/** Null while the match is not the last one that was counted. */
async function load(match: Match, user: string, signal: AbortSignal): Promise<Change | null> {
    const response = await fetch(api(`/api/ratings/${user}`), { signal });
    if (!response.ok) return null;
    const { ratings } = (await response.json()) as { ratings: Rating[] };
    const rating = ratings.find(({ mode, ranked, last }) => mode === match.mode && ranked === match.ranked && last?.match === match.id);
    return rating?.last ? { before: rating.last.before, now: rating.rating, division: rating.division } : null;
}
