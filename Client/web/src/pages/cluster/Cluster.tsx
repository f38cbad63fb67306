import { ReactNode, useState } from "react";
import { app } from "../../app/app";
import { Move } from "../../app/moves";
import { State } from "../../app/state";
import { clockText } from "../../app/components/format";
import { usePolled } from "../../app/components/polling";
import { known, t } from "../../text/text";
import { ClusterEvent, ClusterFacts, ClusterNode } from "./clusterFacts";
import { KillButton } from "./Nodes";
import { killNode, useCluster } from "./useCluster";

/** An answer older than this is not what is. */
const staleMs = 4000;
/** For so long back events are told, as the servers tell them. */
const toldMs = 3_600_000;

/** The cluster as its nodes tell it, live, and where this page's own sockets stand in it. */
export function Cluster({ state }: { state: State }) {
    const { facts, at, isAsked } = useCluster();
    const isStale = usePolled(() => facts !== null && performance.now() - at > staleMs, 500);
    const own = state.link.state === "open" ? state.link.node : null;
    const standby = usePolled(() => app.session?.connection.standbyNode ?? null, 500);
    const changes = usePolled(() => app.session?.connection.changes ?? 0, 500);
    const [told, setTold] = useState<string | null>(null);
    const kill = async (node: string) => setTold(await killNode(node) ?? t("kill.sent", { node }));
    return (
        <div className="card stack cluster" data-testid="cluster">
            <h1>{t("cluster")}</h1>
            <p className="quiet">{t("cluster.claim")}</p>
            {!facts && <p className="quiet" role="status">{isAsked ? t("cluster.away") : t("loading")}</p>}
            {facts && (
                <>
                    <p className={facts.mayTakeANode && !isStale ? "verdict-line good" : "verdict-line"} role="status">
                        {isStale ? t("cluster.away") : facts.mayTakeANode ? t("cluster.mayTake") : t("cluster.mayNotTake", { why: facts.whyNot ?? "–" })}
                    </p>
                    {facts.mayKill && (
                        <div className="row">
                            <button className="primary" disabled={isStale || state.pending !== null} onClick={() => app.demonstrate()}>{t("kill.try")}</button>
                        </div>
                    )}
                    {facts.mayKill && <p className="quiet" role="status">{told ?? t("kill.tryNote")}</p>}
                    <ul className="nodes">
                        {facts.nodes.map((node) => (
                            <Node key={node.node} node={node} facts={facts} isOwn={node.node === own} isStandby={node.node === standby}
                                kill={facts.mayKill ? <KillButton node={node.node} disabled={!facts.mayTakeANode || isStale} kill={kill} /> : null} />
                        ))}
                    </ul>
                    <dl className="numbers">
                        <Number name={t("cluster.players")} value={facts.players} />
                        <Number name={t("cluster.matches")} value={facts.matches} />
                        <Number name={t("cluster.spectators")} value={facts.spectators} />
                        <Number name={t("cluster.term")} value={facts.term} />
                        <Number name={t("cluster.commit")} value={facts.commit} />
                        <Number name={t("cluster.changes")} value={changes} />
                    </dl>
                    <h2>{t("cluster.events")}</h2>
                    <Events events={facts.events} moves={state.moves} />
                </>
            )}
            <button onClick={() => app.show(null)}>{t("back")}</button>
        </div>
    );
}

function Node({ node, facts, isOwn, isStandby, kill }: { node: ClusterNode; facts: ClusterFacts; isOwn: boolean; isStandby: boolean; kill: ReactNode }) {
    const isLeader = node.node === facts.leader;
    return (
        <li className={`node node-${node.state}${isLeader ? " node-leads" : ""}`} data-node={node.node} data-state={node.state}>
            <b>{t("status.node", { node: node.node })}</b>
            <span className={isLeader ? "tag tag-lead" : node.state === "unreachable" ? "tag tag-bad" : "tag"}>{known(`node.${node.state}`) ?? node.state}</span>
            <span className="node-tags">
                {isOwn && <span className="tag tag-good">{t("cluster.yourSocket")}</span>}
                {isStandby && <span className="tag tag-good">{t("cluster.yourStandby")}</span>}
                {node.draining && <span className="tag">{t("cluster.draining")}</span>}
                {node.quarantined && <span className="tag">{t("cluster.quarantined")}</span>}
                {!node.voter && node.state !== "unreachable" && <span className="tag">{t("cluster.noVote")}</span>}
            </span>
            <span className="quiet">
                {node.lag === null || node.state === "unreachable" ? "–" : node.lag === 0 ? t("cluster.whole") : t("cluster.lag", { n: node.lag })}
                {node.sessions !== null && ` · ${t("cluster.sessions", { n: node.sessions })}`}
            </span>
            <span className="quiet">{node.build ?? "–"}</span>
            {kill}
        </li>
    );
}

function Number({ name, value }: { name: string; value: number | null }) {
    return <div><dt>{name}</dt><dd className="points">{value ?? "–"}</dd></div>;
}

/** What the nodes did, and among that what became of the page's own sockets; the newest first. */
function Events({ events, moves }: { events: readonly ClusterEvent[]; moves: readonly Move[] }) {
    const now = performance.now();
    const all = [
        ...events.map((event) => ({ agoMs: event.agoMs, name: `${event.kind} ${event.node} ${event.term}`, text: t(`event.${event.kind}`, { node: event.node, term: event.term }), isOwn: false })),
        ...moves.map(({ kind, node, at }) => ({ agoMs: now - at, name: `${kind} ${node}`, text: t(`move.${kind}`, { node }), isOwn: true })).filter(({ agoMs }) => agoMs < toldMs),
    ].sort((a, b) => a.agoMs - b.agoMs);
    if (all.length === 0) return <p className="quiet">{t("cluster.noEvents")}</p>;
    return (
        <ol className="events" aria-live="polite" aria-relevant="additions" tabIndex={0} aria-label={t("cluster.events")}>
            {all.map(({ agoMs, name, text, isOwn }) => (
                <li key={`${name} ${Math.round((now - agoMs) / 1000)}`} data-own={isOwn || undefined}>
                    <span className="quiet">{t("cluster.ago", { time: clockText(agoMs / 1000) })}</span> {isOwn ? <b>{text}</b> : text}
                </li>
            ))}
        </ol>
    );
}
