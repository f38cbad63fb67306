/**
 * The second socket, to another gateway, that takes over when the first is of no more use (docs/guide/protocol.md, section 2).
 * A value like `Connection`, which owns it: events and the time go in, effects come out.
 */
export type StandbyEffect =
    | { do: "openStandby"; url: string }
    | { do: "sendStandby"; frame: string }
    | { do: "dropStandby" };

/** Milliseconds. */
export const standbyTiming = {
    /** After the welcome: a page has more urgent things to load first. */
    afterWelcome: 500,
    connect: 5000,
    /** The first pings tell how long the way is; the others keep it open. */
    pingQuick: 300,
    quickSamples: 3,
    ping: 5000,
    /** No answer for this long after a ping. */
    silence: 2000,
    firstRetry: 250,
    retryMost: 30_000,
} as const;

type State =
    | { is: "none"; notBefore: number }
    | { is: "connecting"; url: string; since: number }
    | { is: "ready"; url: string; name: string | null; node: string | null; samples: number[]; unanswered: number | null; nextPing: number };

export class Standby {
    private state: State = { is: "none", notBefore: 0 };
    private failures = 0;
    private next = 0;
    private hello = "";
    /** What the gateway at each address calls itself, as far as they have said. */
    private readonly names = new Map<string, string>();
    /** When something came from it last. */
    heardAt = -Infinity;

    /** The gateway that stands by or is to; null while there is none. */
    get url(): string | null {
        return this.state.is === "none" ? null : this.state.url;
    }

    /** The gateway that stands by; null while there is none. */
    get readyAt(): string | null {
        return this.state.is === "ready" ? this.state.url : null;
    }

    /** The node of the gateway that stands by; null: there is none, or it does not know. */
    get readyNode(): string | null {
        return this.state.is === "ready" ? this.state.node : null;
    }

    /** What is known of an address: two of the same name are one gateway. */
    nameOf(url: string): string | null {
        return this.names.get(url) ?? null;
    }

    learnName(url: string, name: string): void {
        this.names.set(url, name);
    }

    /** To be called about every 25 ms: `others` are the gateways beside the one in use, `wanted` whether it is worth a socket. */
    passed(now: number, wanted: boolean, others: readonly string[], hello: string, random: number): StandbyEffect[] {
        const { state } = this;
        if (!wanted) {
            if (state.is === "none") return [];
            this.state = { is: "none", notBefore: now };
            return [{ do: "dropStandby" }];
        }
        switch (state.is) {
            case "none": {
                if (now < state.notBefore || others.length === 0) return [];
                const url = others[this.next % others.length] as string;
                this.hello = hello;
                this.state = { is: "connecting", url, since: now };
                return [{ do: "openStandby", url }];
            }
            case "connecting":
                return now - state.since > standbyTiming.connect ? [{ do: "dropStandby" }, ...this.lost(now, random)] : [];
            case "ready":
                if (!others.includes(state.url)) {
                    this.state = { is: "none", notBefore: now };
                    return [{ do: "dropStandby" }];
                }
                if (state.unanswered !== null) {
                    return now - state.unanswered > standbyTiming.silence ? [{ do: "dropStandby" }, ...this.lost(now, random)] : [];
                }
                return now < state.nextPing ? [] : this.ping(now);
        }
    }

    opened(): StandbyEffect[] {
        return this.state.is === "connecting" ? [{ do: "sendStandby", frame: this.hello }] : [];
    }

    /**
     * A text frame, parsed: only what a standby is told counts. `inUse` is the name of the gateway that serves the session;
     * `isShared`: several gateways stand behind one address, so that another try may come to another one.
     */
    received(message: unknown, now: number, inUse: string | null, isShared: boolean, random: number): StandbyEffect[] {
        const { type, t, state: status, gateway, node } = (message ?? {}) as Record<"type" | "t" | "state" | "gateway" | "node", unknown>;
        const { state } = this;
        this.heardAt = now;
        if (type === "standby" && state.is === "connecting") {
            const name = typeof gateway === "string" ? gateway : null;
            if (isShared && name !== null && name === inUse) return [{ do: "dropStandby" }, ...this.lost(now, random)];
            this.failures = 0;
            if (name !== null && !isShared) {
                this.names.set(state.url, name);
                if (name === inUse) {
                    // The same gateway by another address: it would be gone with the one in use. Its address is no longer asked for.
                    this.state = { is: "none", notBefore: now };
                    return [{ do: "dropStandby" }];
                }
            }
            this.state = { is: "ready", url: state.url, name, node: typeof node === "string" ? node : null, samples: [], unanswered: null, nextPing: now };
            return this.ping(now);
        }
        if (type === "pong" && state.is === "ready" && typeof t === "number") {
            state.unanswered = null;
            const roundTrip = now - t;
            if (roundTrip >= 0 && roundTrip < 60_000) state.samples = [...state.samples, roundTrip].slice(-10);
        }
        if (type === "status" && (status === "draining" || status === "stalled")) {
            const effects: StandbyEffect[] = [{ do: "dropStandby" }, ...this.lost(now, random)];
            // The order of the others tells of it from now on.
            if (status === "stalled") this.next = 0;
            return effects;
        }
        return [];
    }

    /** Its socket is closed, never opened, or of no use. `random`: from 0 to 1; the waits grow, a quarter of each at random. */
    lost(now: number, random: number): StandbyEffect[] {
        if (this.state.is === "none") return [];
        const wait = Math.min(standbyTiming.retryMost, standbyTiming.firstRetry * 2 ** Math.min(this.failures, 10));
        this.failures += 1;
        this.next += 1;
        this.state = { is: "none", notBefore: now + wait * (0.75 + random / 4) };
        return [];
    }

    /** It becomes the connection's own socket. Only while `readyAt` is not null. */
    taken(now: number): { url: string; name: string | null; samples: number[] } {
        if (this.state.is !== "ready") throw new Error("no socket stands by");
        const { url, name, samples } = this.state;
        this.next = 0;
        this.state = { is: "none", notBefore: now + standbyTiming.afterWelcome };
        return { url, name, samples };
    }

    ping(now: number): StandbyEffect[] {
        if (this.state.is !== "ready") return [];
        this.state.unanswered = now;
        this.state.nextPing = now + (this.state.samples.length < standbyTiming.quickSamples ? standbyTiming.pingQuick : standbyTiming.ping);
        return [{ do: "sendStandby", frame: JSON.stringify({ type: "ping", t: now }) }];
    }
}
