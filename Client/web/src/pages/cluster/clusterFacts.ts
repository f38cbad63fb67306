/** The answer of `GET /api/cluster` (docs/guide/protocol.md, section 1), read with care: what is not as it should be is not known. */
export const eventKinds = ["elected", "joined", "left", "promoted", "demoted", "unreachable", "reachable"] as const;

export interface ClusterNode {
    node: string;
    state: string;
    voter: boolean;
    draining: boolean;
    quarantined: boolean;
    /** Committed entries that its world lacks. */
    lag: number | null;
    sessions: number | null;
    build: string | null;
}

export interface ClusterEvent { kind: typeof eventKinds[number]; node: string; term: number; agoMs: number }

export interface ClusterFacts {
    leader: string | null;
    term: number | null;
    commit: number | null;
    mayTakeANode: boolean;
    whyNot: string | null;
    /** A page of this machine may kill a node. */
    mayKill: boolean;
    players: number | null;
    matches: number | null;
    spectators: number | null;
    nodes: ClusterNode[];
    events: ClusterEvent[];
}

type Fields = Record<string, unknown>;

function count(value: unknown): number | null {
    return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function word(value: unknown): string | null {
    return typeof value === "string" && value !== "" ? value : null;
}

function list(value: unknown): Fields[] {
    return Array.isArray(value) ? value.filter((each): each is Fields => typeof each === "object" && each !== null) : [];
}

/** Null for what is no such answer. */
export function readCluster(value: unknown): ClusterFacts | null {
    if (typeof value !== "object" || value === null || !Array.isArray((value as Fields)["nodes"])) return null;
    const fields = value as Fields;
    const nodes = list(fields["nodes"]).flatMap((each): ClusterNode[] => {
        const node = word(each["node"]), state = word(each["state"]);
        return node === null || state === null ? [] : [{
            node, state, voter: each["voter"] === true, draining: each["draining"] === true, quarantined: each["quarantined"] === true,
            lag: count(each["lag"]), sessions: count(each["sessions"]), build: word(each["build"]),
        }];
    });
    const events = list(fields["events"]).flatMap((each): ClusterEvent[] => {
        const kind = eventKinds.find((known) => known === each["kind"]), node = word(each["node"]), agoMs = count(each["agoMs"]);
        return kind === undefined || node === null || agoMs === null ? [] : [{ kind, node, agoMs, term: count(each["term"]) ?? 0 }];
    });
    return {
        leader: word(fields["leader"]), term: count(fields["term"]), commit: count(fields["commit"]),
        mayTakeANode: fields["mayTakeANode"] === true, whyNot: word(fields["whyNot"]), mayKill: fields["mayKill"] === true,
        players: count(fields["players"]), matches: count(fields["matches"]), spectators: count(fields["spectators"]), nodes, events,
    };
}
