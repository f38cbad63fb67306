/** What the player is told of the connection: never more than is true. */
import { State } from "./app";

export interface Status {
    kind: "offline" | "online" | "connecting" | "reconnecting" | "recovering" | "refused";
    text: string;
}

export function statusOf(state: State): Status {
    const { link } = state;
    switch (link.state) {
        case "idle":
            return { kind: "offline", text: "" };
        case "open":
            return link.recovering ? { kind: "recovering", text: "Server recovering…" } : { kind: "online", text: `Node ${link.node}` };
        case "refused":
            return { kind: "refused", text: link.message };
        case "taking":
            return { kind: "online", text: "Changing servers…" };
        case "connecting":
        case "greeting":
        case "waiting":
            return state.known ? { kind: "reconnecting", text: "Reconnecting…" } : { kind: "connecting", text: "Connecting…" };
    }
}
