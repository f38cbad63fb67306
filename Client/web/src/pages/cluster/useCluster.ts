import { useEffect, useState } from "react";
import { api } from "../../net/server";
import { known, t } from "../../text/text";
import { ClusterFacts, readCluster } from "./clusterFacts";

const askMs = 1000;
/** A gateway that has died may let a question hang. */
const patienceMs = 3000;

/** `at`: when the last question was asked that told what `facts` say. `isAsked`: some question was answered, whatever came of it. */
interface Known { facts: ClusterFacts | null; at: number; isAsked: boolean }

/** Asked for once a second while the page is seen. */
export function useCluster(): Known {
    const [answer, setAnswer] = useState<Known>({ facts: null, at: -Infinity, isAsked: false });
    useEffect(() => {
        let isShown = true;
        let timer = 0;
        const ask = async () => {
            if (!document.hidden) {
                const at = performance.now();
                const facts = await load().catch(() => null);
                if (!isShown) return;
                // What was known is shown on, as old as it is.
                setAnswer((before) => facts ? { facts, at, isAsked: true } : { ...before, isAsked: true });
            }
            timer = window.setTimeout(() => void ask(), askMs);
        };
        void ask();
        return () => {
            isShown = false;
            clearTimeout(timer);
        };
    }, []);
    return answer;
}

async function load(): Promise<ClusterFacts | null> {
    const asked = new AbortController();
    const timer = setTimeout(() => asked.abort(), patienceMs);
    try {
        const response = await fetch(api("/api/cluster"), { cache: "no-store", signal: asked.signal });
        return response.ok ? readCluster(await response.json()) : null;
    } finally {
        clearTimeout(timer);
    }
}

/** `kill -9` of all processes of a node, on a cluster of this machine. Returns why not; null: it dies now. */
export async function killNode(node: string): Promise<string | null> {
    try {
        const response = await fetch(api("/api/cluster/kill"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ node }) });
        if (response.status === 202) return null;
        const code = ((await response.json()) as { error?: { code?: unknown } }).error?.code;
        return known(`kill.${String(code)}`) ?? t("notice.notPossible");
    } catch {
        return t("cluster.away");
    }
}
