import { t } from "../../text/text";
import { app } from "../app";

/**
 * Without the right to the clipboard, as on a page that came by plain http, the link is shown instead.
 * @returns Whether it is in the clipboard.
 */
export async function putIntoClipboard(link: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(link);
        return true;
    } catch {
        app.tell(t("lobby.copyByHand", { link }));
        return false;
    }
}
