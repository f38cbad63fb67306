/**
 * `window.snaketron`: what end-to-end tests and curious players may read. Nothing here changes the game.
 *
 * | property | meaning |
 * |---|---|
 * | `phase` | `home`, `queue`, `looking` (for a match to watch), `lobby`, `ready`, `countdown`, `running`, `ended`, `missed` (an end that is not known here), `replay`, `leaderboard`, `cluster`, `settings`, `practice` |
 * | `match` | `{id, code, mode, you, origin}` or null |
 * | `lobby` | `{code, leader, members, settings, bots, match, start}` or null |
 * | `link` | `idle`, `connecting`, `greeting`, `open`, `taking`, `waiting`, `refused` |
 * | `status` | what the badge says: `online`, `connecting`, `reconnecting`, `recovering`, `refused` |
 * | `node`, `gateway`, `ping` | node that serves the session, address of its socket, round trip in ms (null: unknown) |
 * | `attempts`, `changes` | sockets opened by this page so far, standbys aside; standbys that took over |
 * | `standby` | address of the socket that stands by, or null |
 * | `tick`, `hash` | of the committed state; the hash as 16 hexadecimal digits |
 * | `barriers` | `{streamSeq: [tick, hash]}` of the last 400 updates: equal on all pages of a match |
 * | `predictedTick` | tick shown on the screen |
 * | `lead` | how far the prediction is to be ahead of the newest update that could have arrived, ms |
 * | `banks`, `scores` | of the teams; of the slots |
 * | `snakes` | committed: `[{slot, alive, direction, cells: [[x, y], …]}]`, heads first |
 * | `own` | predicted own snake in the same form, as shown, and with `looks`, the direction that its eyes show; null without one |
 * | `boost` | predicted own boost: `{charge, boosting, held}`, the charge from 0 to 1; null without a snake |
 * | `food` | committed, `[[x, y], …]` in ascending order of cells |
 * | `film` | what is shown instead of the match as it is: `{first, last, tick, playing, speed, past}`, or null |
 * | `replay` | `{name, verdict, verdictTick, problem}` of the replay that is shown, or null |
 * | `practice` | `{tick, turns, banks, carried, charge, over, snakes, food, pads}` of the game against bots on this page, or null; pads as `[[x, y, size], …]`, those that are ready |
 * | `emotes` | `{shown, seen}`: over heads now, `{slot: emote}`; the last twenty of the match, `[[slot, emote], …]` |
 * | `sound` | state of the audio: `asleep`, `running`, `suspended` |
 * | `unacknowledged` | commands without an outcome |
 * | `longestGap` | longest silence between two updates of this match, ms; `resetGap()` starts anew |
 */
import { SnakeView } from "../game/core/view";
import { replayName } from "../net/messages";
import { app } from "./app";
import { State } from "./state";
import { audio } from "./sound";
import { statusOf } from "./status";

function phaseOf(state: State): string {
    if (state.match) return state.match.phase;
    if (state.aside) return state.aside.page;
    if (state.practice) return "practice";
    if (state.replay) return "replay";
    if (state.result) return "ended";
    if (state.missed) return "missed";
    if (state.queue) return "queue";
    if (state.looking) return "looking";
    return state.lobby ? "lobby" : "home";
}

function snakeOf(snake: SnakeView, width: number) {
    return {
        slot: snake.slot, alive: snake.alive, direction: snake.direction,
        cells: Array.from(snake.cells, (cell) => placeOf(cell, width)),
    };
}

function placeOf(cell: number, width: number): [x: number, y: number] {
    return [cell % width, Math.floor(cell / width)];
}

export function exposeDebugState(): void {
    const view = () => app.game?.committedView() ?? null;
    const hook = {
        get phase() { return phaseOf(app.state); },
        get match() {
            const match = app.state.match ?? app.state.result ?? app.state.missed?.match;
            return match ? { id: match.id, code: match.code, mode: match.mode, you: match.you, origin: match.origin, replay: replayName(match) } : null;
        },
        get lobby() { return app.state.lobby; },
        get link() { return app.state.link.state; },
        get status() { return statusOf(app.state).kind; },
        get node() { return app.state.link.state === "open" ? app.state.link.node : null; },
        get gateway() { return app.session?.connection.currentGateway ?? null; },
        get ping() { return app.session?.connection.roundTrip ?? null; },
        get attempts() { return app.session?.connection.attempts ?? 0; },
        get changes() { return app.session?.connection.changes ?? 0; },
        get standby() { return app.session?.connection.standbyGateway ?? null; },
        get tick() { return view()?.tick ?? null; },
        get hash() { return app.game?.committedHash ?? null; },
        get barriers() { return Object.fromEntries(app.game?.barriers ?? []); },
        get predictedTick() { return app.game?.frame(performance.now())?.view.tick ?? null; },
        get lead() { return app.game?.lead ?? null; },
        get banks() { return view()?.banks ?? null; },
        get scores() { return view()?.snakes.map((snake) => snake.score) ?? null; },
        get snakes() {
            const now = view();
            return now && now.snakes.map((snake) => snakeOf(snake, now.width));
        },
        get own() {
            const frame = app.game?.frame(performance.now());
            const you = app.game?.you ?? null;
            const snake = you === null ? undefined : frame?.view.snakes[you];
            return frame && snake ? { ...snakeOf(snake, frame.view.width), looks: frame.aim ?? snake.direction } : null;
        },
        get boost() {
            const you = app.game?.you ?? null;
            const snake = you === null ? undefined : app.game?.frame(performance.now())?.view.snakes[you];
            return snake ? { charge: snake.charge, boosting: snake.boosting, held: snake.boostHeld } : null;
        },
        get food() {
            const now = view();
            return now && Array.from(now.food).sort((a, b) => a - b).map((cell) => placeOf(cell, now.width));
        },
        get film() {
            const { playback } = app;
            return playback && {
                first: playback.film.first, last: playback.film.last, tick: playback.tick, playing: playback.playing,
                speed: playback.speed, past: app.state.past,
            };
        },
        get replay() {
            const { replay } = app.state;
            return replay && {
                name: replay.name, verdict: replay.facts?.verdict ?? null, verdictTick: replay.facts?.verdictTick ?? null, problem: replay.problem,
            };
        },
        get practice() {
            const now = app.local?.committedView();
            return now && app.local ? {
                tick: now.tick, turns: app.local.turns, banks: now.banks, carried: now.snakes[0]?.carried ?? 0, charge: now.snakes[0]?.charge ?? 0, over: now.over,
                snakes: now.snakes.map((snake) => snakeOf(snake, now.width)), food: Array.from(now.food, (cell) => placeOf(cell, now.width)),
                pads: now.pads.filter(({ pause }) => pause === 0).map(({ cell, size }) => [...placeOf(cell, now.width), size]),
            } : null;
        },
        get emotes() {
            const emotes = app.game?.emotes;
            const shown = [...emotes?.at(performance.now()) ?? []].map(([slot, { emote }]) => [slot, emote] as const);
            return { shown: Object.fromEntries(shown), seen: [...emotes?.seen ?? []] };
        },
        get sound() { return audio.state; },
        get unacknowledged() { return app.session?.connection.outbox.waiting.length ?? 0; },
        get longestGap() { return app.game?.longestGap ?? null; },
        resetGap() { if (app.game) app.game.longestGap = 0; },
    };
    Object.defineProperty(window, "snaketron", { value: Object.freeze(hook) });
}
