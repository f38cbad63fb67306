/** The browser's side of `Connection`: the socket, the timer, the storage, the token. */
import { Connection, Effect, Identity, Report, timing } from "./connection";
import { Command, InputCode, User } from "./messages";
import { Entry, Outbox, parseSavedOutbox } from "./outbox";
import { refusalText, t } from "../text/text";
import { api, apiOrigin, socketUrl } from "./server";
import { stores } from "./storage";
import { WireError } from "./varint";
import { subprotocol } from "../protocol/vocabulary";

const sessionKey = "snaketron.session";
const guestKey = "snaketron.guest";

/** `renewed`: when the token was issued, by this machine's clock; milliseconds since 1970. */
export interface Guest { token: string; user: User; renewed?: number }

/** Who plays in this browser. Whether the token is still valid is for the server to say: this machine's clock may be wrong. */
export function savedGuest(): Guest | null {
    try {
        const guest = JSON.parse(stores.local.get(guestKey) ?? "null") as Guest | null;
        if (!guest || typeof guest.token !== "string" || typeof guest.user?.name !== "string") return null;
        return guest;
    } catch {
        return null;
    }
}

/** A token is renewed once a day, by this machine's clock: a seventh of its life, so that a clock that is set does no harm. */
const renewalInterval = 24 * 3_600_000;

export function isRenewalDue(guest: Guest, now: number): boolean {
    return typeof guest.renewed !== "number" || Math.abs(now - guest.renewed) > renewalInterval;
}

/** What came of a renewal. `gone`: the server does not know the account any more. */
export type Renewal = { guest: Guest } | "gone" | "later";

/** Exchanges the guest's token for a fresh one. Only the server's word for it makes an account `gone`. */
export async function renewGuest(guest: Guest): Promise<Renewal> {
    try {
        const response = await fetch(api("/api/auth/renew"), {
            method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token: guest.token }),
        });
        const body = await response.json() as Partial<Guest> & { error?: { code?: string } };
        if (response.status === 401 && body.error?.code === "bad_token") return "gone";
        if (!response.ok || typeof body.token !== "string" || !body.user) return "later";
        const fresh = { token: body.token, user: { ...body.user, id: String(body.user.id) } };
        // Another tab may have saved another name or account meanwhile.
        const saved = savedGuest();
        return { guest: saved === null || saved.token === guest.token ? keep(fresh) : fresh };
    } catch {
        return "later";
    }
}

function keep(guest: Guest): Guest {
    const kept = { ...guest, renewed: Date.now() };
    stores.local.set(guestKey, JSON.stringify(kept));
    return kept;
}

export function forgetGuest(): void {
    stores.local.remove(guestKey);
}

/** What the server refused, with a message that can be shown. */
export class Refused extends Error {
    constructor(readonly code: string, message: string) { super(message); }
}

/** A new account. Throws an `Error` whose message can be shown. */
export function createGuest(name: string): Promise<Guest> {
    return account("/api/auth/guest", name);
}

/** The same account under another name, with its ratings. Throws as `createGuest` does. */
export function renameGuest(guest: Guest, name: string): Promise<Guest> {
    return account("/api/auth/rename", name, guest.token);
}

async function account(path: string, name: string, token?: string): Promise<Guest> {
    let response: Response;
    const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    try {
        response = await fetch(api(path), {
            method: "POST", headers: { "Content-Type": "application/json", ...authorization }, body: JSON.stringify({ name }),
        });
    } catch {
        throw new Error(t("notice.unreachable"));
    }
    const body = await response.json().catch(() => ({})) as Partial<Guest> & { error?: { code?: string; message?: string } };
    if (!response.ok || typeof body.token !== "string" || !body.user) {
        const code = body.error?.code ?? "";
        throw new Refused(code, body.error?.message === undefined ? t("notice.answered", { status: response.status }) : refusalText(code, body.error.message));
    }
    return keep({ token: body.token, user: { ...body.user, id: String(body.user.id) } });
}

function randomSession(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    bytes[0] = (bytes[0] ?? 0) | 1;  // never zero
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The session of this tab: that of before a reload, else a new one. */
function loadSession(): { session: string; outbox: Outbox; connection: number; resumed: boolean } {
    try {
        const saved = JSON.parse(stores.session.get(sessionKey) ?? "null") as { session?: string; outbox?: unknown; connection?: unknown } | null;
        const outbox = parseSavedOutbox(saved?.outbox);
        if (saved && outbox && /^[0-9a-f]{16}$/.test(saved.session ?? "")) {
            const connection = Number.isSafeInteger(saved.connection) ? Math.max(0, saved.connection as number) : 0;
            return { session: saved.session as string, outbox: new Outbox(outbox), connection, resumed: true };
        }
    } catch {
        // Damaged: a new session.
    }
    return { session: randomSession(), outbox: new Outbox(), connection: 0, resumed: false };
}

/**
 * The gateways that this page may use, best first: the one it was built for, else its own host's. `?gateway=127.0.0.1:8081,127.0.0.1:8082` chooses others, on the
 * page's own host only: a link must not be able to send the player's token elsewhere.
 */
export function gatewaysOf(
    location: { protocol: string; host: string; hostname: string; search: string }, builtFor = socketUrl,
): string[] {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const asked = new URLSearchParams(location.search).get("gateway");
    const chosen = (asked ?? "").split(",").filter((host) => new RegExp("^[a-z0-9.-]+(:[0-9]{1,5})?$", "i").test(host))
        .filter((host) => host.replace(/:\d+$/, "") === location.hostname);
    if (chosen.length === 0 && builtFor !== "") return [builtFor];
    const hosts = chosen.length > 0 ? chosen : [location.host];
    return hosts.map((host) => `${scheme}//${host}/ws`);
}

/**
 * Of the gateways that a server lists those that this page can reach: a page that came by TLS opens no plain socket, and takes the
 * ports of its own host by TLS too; this machine's own addresses are for a page that was opened by one of them.
 */
export function reachable(urls: readonly string[], page: { protocol: string; hostname: string }): string[] {
    const isEncrypted = page.protocol === "https:";
    return urls.flatMap((text) => {
        let url: URL;
        try {
            url = new URL(text);
        } catch {
            return [];
        }
        if (url.protocol !== "ws:" && url.protocol !== "wss:") return [];
        if (isLoopback(url.hostname) && !isLoopback(page.hostname)) return [];
        if (!isEncrypted || url.protocol === "wss:") return [text];
        return url.hostname === page.hostname ? [text.replace(/^ws:/i, "wss:")] : [];
    });
}

function isLoopback(host: string): boolean {
    return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

/**
 * The list that the operator serves beside the page, `["wss://…/ws", …]`. An empty one says that there is nothing to choose:
 * the page's own address is all there is, and a load balancer may stand there.
 */
async function servedGateways(): Promise<{ urls: string[]; isShared: boolean }> {
    const unknown = { urls: [], isShared: false };
    try {
        const response = await fetch(api("/gateways.json"), { cache: "no-cache" });
        if (!response.ok) return unknown;
        const list = await response.json() as unknown;
        if (!Array.isArray(list)) return unknown;
        return { urls: reachable(list.filter((url): url is string => typeof url === "string"), apiOrigin()), isShared: list.length === 0 };
    } catch {
        return unknown;
    }
}

/**
 * Why the gateway of this page refuses a socket, in words; null where it does not, or cannot be asked. A browser keeps the status
 * of a refused handshake to itself, so the same is asked by GET (docs/guide/protocol.md, section 2).
 */
async function refusalOf(url: string): Promise<string | null> {
    const { host, pathname } = new URL(url);
    if (host !== apiOrigin().host) return null;  // one that this page has not come from says nothing about it
    try {
        const response = await fetch(`${api(pathname)}?origin=${encodeURIComponent(location.origin)}`, { cache: "no-store" });
        if (response.status !== 403 && response.status !== 429 && response.status !== 503) return null;
        const body = await response.json() as { error?: { code?: unknown; message?: unknown } } | null;
        return typeof body?.error?.message === "string" ? refusalText(String(body.error.code), body.error.message) : null;
    } catch {
        return null;
    }
}

/** Told of everything that comes in, after the connection's own state is up to date. */
export interface SessionListener {
    received(effect: Report): void;
    linkChanged(): void;
    /** Why the last socket was not opened, as the gateway says; null: it is known no more. */
    refusalKnown(reason: string | null): void;
}

export class Session {
    readonly connection: Connection;
    /** The page was reloaded within a session. */
    readonly resumed: boolean;
    private identity: Identity;
    private socket: WebSocket | null = null;
    private standby: WebSocket | null = null;
    /** The one that was left last: whether it speaks again tells whether that was right. */
    private retired: WebSocket | null = null;

    constructor(guest: Guest, private readonly listener: SessionListener) {
        const { session, outbox, connection, resumed } = loadSession();
        this.resumed = resumed;
        this.identity = { token: guest.token, session };
        this.connection = new Connection(this.identity, gatewaysOf(location), outbox, Math.random, connection);
        this.save();
        if (!new URLSearchParams(location.search).has("gateway")) {
            void servedGateways().then(({ urls, isShared }) => this.connection.learned(urls, isShared));
        }
        setInterval(() => this.run(this.connection.passed(performance.now())), 25);
        addEventListener("online", () => this.run(this.connection.hurry(performance.now())));
        document.addEventListener("visibilitychange", () => {
            if (!document.hidden) this.run(this.connection.hurry(performance.now()));
        });
        this.run(this.connection.start(performance.now()));
    }

    send(command: Command): void {
        this.run(this.connection.command(command));
    }

    /**
     * @param predict Told of the entry before it is sent.
     * @returns Whether it was taken; not when too many commands wait for their outcome.
     */
    input(matchID: bigint, tick: number, code: InputCode, predict: (entry: Entry) => void): boolean {
        const { entry, effects } = this.connection.input(matchID, tick, code);
        if (entry) predict(entry);
        this.run(effects);
        return entry !== null;
    }

    resync(): void {
        this.run(this.connection.resync());
    }

    /** Which matches can be watched; answered by a `games` message. */
    askForGames(): void {
        this.run(this.connection.ask("games"));
    }

    /** Asks for the match that is watched from a tick on; answered by a snapshot and the updates from there to the live ones. */
    seek(tick: number): void {
        this.run(this.connection.seek(tick));
    }

    /** Goes on after a refusal. */
    restart(): void {
        this.run(this.connection.restart(performance.now()));
    }

    /** The same player with a fresh token, for the next hello. */
    renewed(guest: Guest): void {
        this.identity.token = guest.token;
    }

    /** Goes on as another player, in a new session. */
    become(guest: Guest): void {
        this.identity = { token: guest.token, session: randomSession() };
        this.run(this.connection.become(this.identity, performance.now()));
    }

    private run(effects: Effect[]): void {
        const before = this.connection.link;
        for (const effect of effects) {
            switch (effect.do) {
                case "open":
                    this.socket = this.open(effect.url);
                    break;
                case "drop":
                    this.drop();
                    break;
                case "openStandby":
                    this.standby = this.open(effect.url);
                    break;
                case "dropStandby": {
                    const standby = this.standby;
                    this.standby = null;
                    standby?.close(4000, "not needed");
                    break;
                }
                case "sendStandby":
                    if (this.standby?.readyState === WebSocket.OPEN) this.standby.send(effect.frame);
                    break;
                case "promote":
                    this.retire(this.socket);
                    this.socket = this.standby;
                    this.standby = null;
                    break;
                case "send":
                    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(effect.frame);
                    break;
                case "save":
                    this.save();
                    break;
                default:
                    this.listener.received(effect);
            }
        }
        if (effects.length > 0 || before !== this.connection.link) this.listener.linkChanged();
    }

    private save(): void {
        stores.session.set(sessionKey, JSON.stringify({
            session: this.identity.session, connection: this.connection.count, outbox: this.connection.outbox.saved(),
        }));
    }

    private open(url: string): WebSocket {
        const socket = new WebSocket(url, subprotocol);
        socket.binaryType = "arraybuffer";
        // A dropped socket still reports, and a standby may have become the first one meanwhile.
        const report = (first: () => Effect[], standby: () => Effect[]) => {
            const handle = this.socket === socket ? first : this.standby === socket ? standby : null;
            if (!handle) return;
            const before = this.connection.link;
            try {
                this.run(handle());
            } catch (error) {
                if (!(error instanceof WireError)) throw error;
                console.warn("a malformed frame:", error.message);
                this.run(this.connection.failed(performance.now()));
            }
            if (before !== this.connection.link) this.listener.linkChanged();
        };
        let hasOpened = false;
        socket.addEventListener("open", () => { hasOpened = true; });
        socket.addEventListener("close", () => {
            if (!hasOpened && this.socket === socket) void refusalOf(url).then((reason) => this.listener.refusalKnown(reason));
        });
        socket.onopen = () => report(() => this.connection.opened(performance.now()), () => this.connection.standbyOpened());
        socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.retired === socket
            ? this.connection.retiredReceived(performance.now()) : report(
            () => typeof event.data === "string"
                ? this.connection.receivedText(event.data, performance.now())
                : this.connection.receivedBinary(new Uint8Array(event.data), performance.now()),
            () => typeof event.data === "string" ? this.connection.standbyReceived(event.data, performance.now()) : []);
        socket.onclose = (event) => report(
            () => {
                this.socket = null;
                return this.connection.closed(event.code, event.reason, performance.now());
            },
            () => {
                this.standby = null;
                return this.connection.standbyClosed(performance.now());
            });
        return socket;
    }

    /** Closes a socket once another has surely taken its place. */
    private retire(socket: WebSocket | null): void {
        this.retired = socket;
        setTimeout(() => socket?.close(4000, "another took its place"), timing.retired);
    }

    private drop(): void {
        const socket = this.socket;
        this.socket = null;
        socket?.close(4000, "no answer");
    }
}
