/** What pages call modes, bots and times. */
import { BotLevel, Mode } from "../../net/messages";
import { t } from "../../text/text";

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
