import { app } from "../../app/app";
import { ReplayState, State } from "../../app/state";
import { ReplayFacts } from "../../game/film";
import { ArenaView } from "../../game/core/view";
import { Match } from "../../net/messages";
import { t } from "../../text/text";
import { Arena } from "../match/Arena";

/** A finished match, played again on this page alone. */
export function Replay({ replay, state }: { replay: ReplayState; state: State }) {
    if (replay.problem !== null) {
        return (
            <section className="card stack centred">
                <h1>{t("replay")}</h1>
                <p className="problem" role="alert">{replay.problem}</p>
                <button onClick={() => app.closeReplay()}>{t("home")}</button>
            </section>
        );
    }
    const view = app.playback?.committedView();
    if (!replay.facts || !view) return <p className="waiting">{t("replay.loading")}</p>;
    return <Arena match={matchOf(replay.facts, view)} state={state} />;
}

/** What the arena's texts need, as the file tells it. */
export function matchOf(facts: ReplayFacts, view: ArenaView): Match {
    return {
        id: facts.match, code: "", mode: view.mode, ranked: false, phase: "running", remainingMs: 0, you: null, spectators: 0,
        players: facts.names.map((name, slot) => ({
            id: null, name: name || t("player", { number: slot + 1 }), team: view.snakes[slot]?.team ?? slot, ready: true, connected: true, score: facts.scores[slot] ?? 0,
            rank: facts.ranks[slot] ?? 0, bot: null, standIn: false, idleMs: null, rematch: false,
        })),
        rules: { width: view.width, height: view.height, zone: view.zoneDepth, speed: 10, target: view.bankTarget, food: 0, minutes: view.lastTick / 1200 },
        commitment: null, seed: facts.seed, endReason: null, origin: null, emotes: false,
    };
}
