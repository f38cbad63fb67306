/** A match that is begun from the cluster page, to kill nodes beside it: from the question for its lobby to its end. */
export type Demonstration =
    /** Its lobby is asked for. `before`: code of the lobby that the player is in meanwhile; null: none. */
    | { step: "asked"; before: string | null }
    /** The lobby with this code is its own; the nodes are shown beside that lobby's match. */
    | { step: "shown"; code: string };

export function asked(before: string | null): Demonstration {
    return { step: "asked", before };
}

/**
 * The server has told which lobby the player is in.
 * @returns `starts`: the lobby was made for the demonstration just now, and its match is to be started.
 */
export function toldLobby(current: Demonstration | null, code: string | null): { next: Demonstration | null; starts: boolean } {
    switch (current?.step) {
        case undefined:
            return { next: null, starts: false };
        case "asked":
            if (code === null || code === current.before) return { next: current, starts: false };
            return { next: { step: "shown", code }, starts: true };
        case "shown":
            return { next: code === current.code ? current : null, starts: false };
    }
}
