import { useState } from "react";
import { app } from "../../app/app";
import { State } from "../../app/state";
import { usePolled } from "../../app/components/polling";
import { currentLanguage, known, t } from "../../text/text";
import { killNode, useCluster } from "./useCluster";

/** An answer older than this is not what is. */
const staleMs = 4000;
/** A death is among the answers after so long at most: they are shared for a second, and the leader waits as long. */
const newsMs = 2200;

/** Beside a match on a cluster of this machine: its nodes, to be killed, and for how long the match stood still. */
export function Nodes({ state }: { state: State }) {
    const { facts, at } = useCluster();
    const isStale = usePolled(() => facts !== null && performance.now() - at > staleMs, 500);
    const [killed, setKilled] = useState<{ node: string; at: number } | null>(null);
    const [problem, setProblem] = useState<string | null>(null);
    const reading = usePolled(() => app.game?.standstill.reading(performance.now()) ?? null, 100);
    const standby = usePolled(() => app.session?.connection.standbyNode ?? null, 500);
    const own = state.link.state === "open" ? state.link.node : null;
    const measures = reading !== null && !reading.isOver;
    const kill = async (node: string) => {
        setProblem(null);
        const refused = await killNode(node);
        if (refused !== null) return setProblem(refused);
        app.game?.standstill.begin(performance.now());
        setKilled({ node, at: performance.now() });
    };
    return (
        <section className="kill-box" aria-label={t("kill.title")} data-testid="nodes">
            <div className="kill-head">
                <h2>{t("kill.title")}</h2>
                <button className="small link" onClick={() => app.hideNodes()}>{t("kill.hide")}</button>
            </div>
            <ul>
                {facts?.nodes.map(({ node, state: told }) => {
                    // What was asked before the kill says that the node lives.
                    const role = node === killed?.node && at - killed.at < newsMs ? "unreachable" : told;
                    return (
                        <li key={node} data-node={node} data-state={role}>
                            <b>{t("status.node", { node })}</b>
                            <KillButton node={node} disabled={!facts.mayKill || !facts.mayTakeANode || isStale || measures} kill={kill} />
                            <span className="node-tags">
                                <span className={role === "unreachable" ? "tag tag-bad" : role === "leader" ? "tag tag-lead" : "tag"}>{known(`node.${role}`) ?? role}</span>
                                {node === own && <span className="tag tag-good">{t("cluster.yourSocket")}</span>}
                                {node === standby && <span className="tag tag-good">{t("cluster.yourStandby")}</span>}
                            </span>
                        </li>
                    );
                })}
            </ul>
            <div role="status">
                {problem !== null ? <p className="problem">{problem}</p> : killed !== null && reading && (
                    <p data-testid="standstill" data-over={reading.isOver} data-longest={Math.round(reading.longest)}>
                        {reading.isOver ? <>{t("kill.stood")} <b className="points">{seconds(reading.longest)} s</b></> : t("kill.measuring", { node: killed.node })}
                    </p>
                )}
                {killed !== null && reading?.isOver && reading.usual !== null && <p className="quiet">{t("kill.usual", { usual: seconds(reading.usual) })}</p>}
                {facts && (isStale || !facts.mayTakeANode) && !measures && <p className="quiet">{t(isStale ? "cluster.away" : "kill.wait")}</p>}
            </div>
        </section>
    );
}

export function KillButton({ node, disabled, kill }: { node: string; disabled: boolean; kill: (node: string) => Promise<void> }) {
    return <button className="small kill" disabled={disabled} aria-label={t("kill.node", { node })} onClick={() => void kill(node)}>{t("kill")}</button>;
}

function seconds(milliseconds: number): string {
    return new Intl.NumberFormat(currentLanguage(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(milliseconds / 1000);
}
