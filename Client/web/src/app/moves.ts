/** Where the page's own sockets were, and since when. The cluster page tells it beside what the nodes did. */

/** `socket`: a new one was opened there. `taken`: the standby there took over. `standby`: another one stands by there. `at`: the page's clock, ms. */
export interface Move { kind: "socket" | "taken" | "standby"; node: string; at: number }

const mostKept = 20;

export class Moves {
    /** Oldest first. */
    list: readonly Move[] = [];
    private node: string | null = null;
    /** The last one that was told of, for the socket that is open now. */
    private standby: string | null = null;
    private changes = 0;

    /**
     * What is so now.
     * @param node That serves the session; null: none.
     * @param standby Whose gateway stands by; null: none, or not known.
     * @param changes Standbys that have taken over so far.
     * @returns Whether anything has moved.
     */
    note(node: string | null, standby: string | null, changes: number, now: number): boolean {
        const before = this.list;
        // The standby that takes over is heard of later; until then the page has no node.
        if (node !== null && (node !== this.node || changes !== this.changes)) this.add(changes !== this.changes ? "taken" : "socket", node, now);
        // What takes over or is opened anew has a new standby; one that was away for a moment is no news.
        if (this.list !== before) this.standby = null;
        if (standby !== null && standby !== this.standby) {
            this.add("standby", standby, now);
            this.standby = standby;
        }
        if (node !== null) this.changes = changes;
        this.node = node;
        return this.list !== before;
    }

    private add(kind: Move["kind"], node: string, at: number): void {
        this.list = [...this.list, { kind, node, at }].slice(-mostKept);
    }
}
