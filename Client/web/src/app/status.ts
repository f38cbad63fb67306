/** What the player is told of the connection: never more than is true. */
import { known, t } from "../text/text";
import { State } from "./state";

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
            return link.recovering ? { kind: "recovering", text: t("status.recovering") } : { kind: "online", text: t("status.node", { node: link.node }) };
        case "refused":
            return { kind: "refused", text: known(`refused.${link.why}`) ?? link.message };
        case "taking":
            return { kind: "online", text: t("status.changing") };
        case "connecting":
        case "greeting":
        case "waiting":
            return state.known ? { kind: "reconnecting", text: t("status.reconnecting") } : { kind: "connecting", text: t("status.connecting") };
    }
}
