/** Replays of finished matches, as the server gives them out. */
import { t } from "../text/text";
import { api } from "./server";

/** Throws an `Error` whose message can be shown. */
export async function fetchReplay(name: string): Promise<ArrayBuffer> {
    const response = await fetch(api(`/api/replays/${name}`)).catch(() => null);
    if (response?.ok) return response.arrayBuffer();
    if (response?.status === 404) throw new Error(t("notice.replayGone"));
    if (response?.status === 429) throw new Error(t("notice.replaysTooOften"));
    throw new Error(t("notice.unreachable"));
}
