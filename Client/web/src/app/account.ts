/** The player's account: made, renamed, and kept valid. */
import { createGuest, forgetGuest, Guest, isRenewalDue, Refused, renameGuest, renewGuest, Session } from "../net/session";
import { t } from "../text/text";

/** What an account needs of the page. */
export interface AccountHolder {
    readonly guest: Guest | null;
    readonly session: Session | null;
    hold(guest: Guest | null): void;
    connect(guest: Guest): void;
    tell(notice: string): void;
    /** Asks again for what the server has refused, if it still does. */
    goOn(): void;
}

/** Until a server that cannot check an account is asked again, ms. */
const askAgainMs = 3000;

export class Account {
    constructor(private readonly page: AccountHolder) {}

    /** Makes sure of an account of this name, and of a session. Throws `Refused`, or an `Error` whose message can be shown. */
    async become(name: string): Promise<void> {
        const { guest, session } = this.page;
        if (guest && session && guest.user.name === name) return;
        if (guest && guest.user.name === name) return this.page.connect(guest);
        const fresh = guest ? await this.rename(guest, name) : await createGuest(name);
        this.page.hold(fresh);
        if (this.page.session) this.page.session.become(fresh);
        else this.page.connect(fresh);
    }

    /** The account stays, with its ratings. Where the server does not know it any more, the player decides how to go on. */
    private async rename(guest: Guest, name: string, isRenewed = false): Promise<Guest> {
        try {
            return await renameGuest(guest, name);
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            let isGone = error.code === "bad_token" || error.code === "unknown_user";
            if (!isRenewed && (error.code === "token_expired" || error.code === "token_early")) {
                const renewal = await renewGuest(guest);
                if (renewal === "later") throw new Error(t("notice.unchecked"));
                if (renewal !== "gone") return this.rename(renewal.guest, name, true);
                isGone = true;
            }
            if (!isGone) throw error;
            forgetGuest();
            this.page.hold(null);
            throw new Error(t("notice.unknownAccount", { name: guest.user.name }));
        }
    }

    /** In time, so that nobody's token expires who comes back within a week. */
    async renewDaily(): Promise<void> {
        const { guest } = this.page;
        if (!guest || !isRenewalDue(guest, Date.now())) return;
        const renewal = await renewGuest(guest);
        if (typeof renewal === "string" || this.page.guest !== guest) return;
        this.page.hold(renewal.guest);
        this.page.session?.renewed(renewal.guest);
    }

    /** The server has refused the token: goes on with a fresh one, or as a new player where the account is gone. */
    async renewRefused(): Promise<void> {
        const { guest, session } = this.page;
        if (!guest || !session) return;
        const later = () => { setTimeout(() => this.page.goOn(), askAgainMs); };
        const renewal = await renewGuest(guest);
        if (this.page.guest !== guest) return;  // renamed meanwhile
        if (renewal === "later") {
            this.page.tell(t("notice.uncheckedLater"));
            return later();
        }
        if (renewal !== "gone") {
            this.page.hold(renewal.guest);
            session.renewed(renewal.guest);
            session.restart();
            return;
        }
        forgetGuest();
        try {
            const fresh = await createGuest(guest.user.name);
            this.page.hold(fresh);
            session.become(fresh);
            this.page.tell(t("notice.newPlayer"));
        } catch (error) {
            this.page.tell(error instanceof Error ? error.message : String(error));
            later();
        }
    }
}
