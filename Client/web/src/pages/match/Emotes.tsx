/** Emotes beside the field: the choice of them, their keys, and in words for those who do not see the field. */
import { useEffect } from "react";
import { app } from "../../app/app";
import { codeOf } from "../../app/keyboard/keys";
import { actions, preferences } from "../../app/saved/preferences";
import { emotePictures, ShownEmote } from "../../game/emotes";
import { Emote, emotes, Match } from "../../net/messages";
import { t } from "../../text/text";

/** Whether the player of this page may show them. */
export function hasEmotes(match: Match): boolean {
    return match.emotes && match.you !== null && match.phase !== "ready" && preferences.value.emotes;
}

export function EmoteIcon({ emote }: { emote: Emote }) {
    const { fill, body, lines, solid } = emotePictures[emote];
    return (
        <svg className="emote" viewBox="0 0 24 24" aria-hidden="true">
            {body && <path d={body} style={{ fill }} />}
            {lines && <path d={lines} />}
            {solid && <path className="filled" d={solid} />}
        </svg>
    );
}

/** Opens the choice, or closes it. Keeps the focus out, so that the keys go on steering. */
export function EmoteButton({ isOpen, toggle, className }: { isOpen: boolean; toggle: () => void; className: string }) {
    return (
        <button className={className} aria-expanded={isOpen} aria-label={t("emotes")} title={t("emotes.hint")} onPointerDown={(event) => event.preventDefault()} onClick={toggle}>
            <EmoteIcon emote="hello" />
        </button>
    );
}

export function EmoteChoice({ chosen }: { chosen: () => void }) {
    return (
        <div className="emotes" role="group" aria-label={t("emotes")}>
            {emotes.map((emote, index) => (
                <button key={emote} aria-label={t(`emote.${emote}`)} title={`${t(`emote.${emote}`)} (${index + 1})`}
                    onPointerDown={(event) => event.preventDefault()} onClick={() => { app.showEmote(emote); chosen(); }}>
                    <EmoteIcon emote={emote} />
                    <small aria-hidden="true">{index + 1}</small>
                </button>
            ))}
        </div>
    );
}

/** The keys 1 to 6, but those that the player has given something else to do. */
export function useEmoteKeys(isOn: boolean): void {
    useEffect(() => {
        if (!isOn) return;
        const pressed = (event: KeyboardEvent) => {
            const code = codeOf(event), emote = emotes[Number(/^Digit([1-6])$/.exec(code)?.[1]) - 1];
            if (!emote || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
            const { keys } = preferences.value;
            if (!actions.some((action) => keys[action].includes(code))) app.showEmote(emote);
        };
        addEventListener("keydown", pressed);
        return () => removeEventListener("keydown", pressed);
    }, [isOn]);
}

/** For screen readers. */
export function EmotesSaid({ match, shown }: { match: Match; shown: readonly (readonly [number, ShownEmote])[] }) {
    return (
        <p className="unseen" role="status" data-testid="emotes">
            {shown.map(([slot, { emote }]) => `${match.players[slot]?.name ?? "?"}: ${t(`emote.${emote}`)}`).join(", ")}
        </p>
    );
}
