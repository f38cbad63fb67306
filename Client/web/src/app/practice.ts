/** What the arena's texts need to know of a game against a bot that only this page plays. */
import { BotLevel, Match, Player } from "../net/messages";
import { t } from "../text/text";

export function practiceMatch(you: string, isLesson: boolean): Match {
    const player = (name: string, bot: BotLevel | null, team: number): Player => ({
        id: bot === null ? "0" : null, name, team, ready: true, connected: true, score: 0, rank: 0, bot, standIn: false, idleMs: null, rematch: false,
    });
    return {
        id: "0", code: "", mode: "duel", ranked: false, phase: "running", remainingMs: 0, you: 0, spectators: 0,
        players: [player(you, null, 0), player(t("practice.bot"), isLesson ? "easy" : "normal", 1)],
        rules: { width: 60, height: 40, zone: 10, speed: 10, target: 25, food: 10, minutes: 0 },
        commitment: null, seed: null, endReason: null, origin: null, emotes: false,
    };
}
