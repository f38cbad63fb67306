import { FormEvent, useState } from "react";
import { app } from "../app/app";
import { State } from "../app/state";
import { preferences } from "../app/saved/preferences";
import { enemy, own } from "../game/drawing/palette";
import { codeIn } from "../app/code";
import { modeName } from "../app/components/format";
import { Swatch } from "../app/components/widgets";
import { recentMatches } from "../app/saved/recent";
import { Settings } from "../net/messages";
import { t } from "../text/text";
import { Demo } from "./cluster/Demo";

const lobby: Settings = { mode: "duel", bots: 0, botLevel: "normal", hidden: false };

/** What was typed as a name stays while the page is open, also where something else was looked at meanwhile. */
let typed: string | null = null;

export function Home({ state }: { state: State }) {
    const [name, setName] = useState(typed ?? state.guest?.user.name ?? "");
    const [code, setCode] = useState(state.invitation ?? "");
    const [problem, setProblem] = useState<string | null>(null);
    const [ranked, setRanked] = useState(false);
    const busy = state.pending !== null;

    const go = (choice: Parameters<typeof app.play>[1]) => {
        // What else a name must be the server says, which has the one rule for it.
        const refuse = (problem: string) => {
            setProblem(problem);
            document.getElementById("name")?.focus();
        };
        if (name.trim() === "") return refuse(t("home.nameFirst"));
        setProblem(null);
        void app.play(name, choice).then((problem) => { if (problem !== null) refuse(problem); });
    };
    const join = (event: FormEvent) => {
        event.preventDefault();
        const found = codeIn(code);
        if (found) go({ join: found });
        else app.tell(t("home.badCode"));
    };

    const asked = state.linked?.page === "play" ? state.linked.mode : null;
    return (
        <div className="home">
            <section className="hero">
                <Demo />
                <h1>{t("home.eat")}<br />{t("home.bank")}<br />{t("home.outlive")}</h1>
                <p>{t("home.tagline")}</p>
                <button className="link live-link" onClick={() => app.show({ page: "cluster" })}>{t("cluster.link")}</button>
            </section>
            <section className="card stack">
                <label className="field">
                    <span>{t("home.name")}</span>
                    <input id="name" value={name} maxLength={64} autoComplete="nickname" placeholder={t("home.namePlaceholder")} spellCheck={false}
                        onChange={(event) => setName(typed = event.target.value)} aria-invalid={problem !== null} aria-describedby="problem" />
                </label>
                <p id="problem" className="problem" role="alert">{problem}</p>
                {state.invitation && (
                    <div className="invitation stack">
                        <p>{t("home.invited")} <b className="code-inline">{state.invitation}</b></p>
                        <button className="primary" disabled={busy} onClick={() => go({ join: state.invitation ?? "" })}>{t("home.joinLobby")}</button>
                    </div>
                )}
                {!preferences.value.taught && (
                    <button className="learn" onClick={() => app.practise(true)}>
                        <b>{t("practice.learn")}</b>
                        <span className="mode-note">{t("practice.learnNote")}</span>
                    </button>
                )}
                <div className="modes" role="group" aria-label={t("home.play")}>
                    <button className="mode mode-main" disabled={busy} autoFocus={asked === "duel"} onClick={() => go({ queue: "duel", ranked })}>
                        <span className="mode-name">{modeName("duel")}</span>
                        <span className="mode-note">{t("home.duelNote", { target: ranked ? 50 : 25 })}</span>
                        <span className="mode-art" aria-hidden="true"><Swatch style={own} wide /><Swatch style={enemy} wide /></span>
                    </button>
                    <button className="mode" disabled={busy} autoFocus={asked === "2v2"} onClick={() => go({ queue: "2v2", ranked })}>
                        <span className="mode-name">{modeName("2v2")}</span>
                        <span className="mode-note">{t("home.2v2Note")}</span>
                    </button>
                    <button className="mode" disabled={busy} autoFocus={asked === "ffa"} onClick={() => go({ queue: "ffa", ranked })}>
                        <span className="mode-name">{modeName("ffa")}</span>
                        <span className="mode-note">{t("home.ffaNote")}</span>
                    </button>
                    <button className="mode" disabled={busy} onClick={() => go({ create: { ...lobby, mode: "solo" } })}>
                        <span className="mode-name">{modeName("solo")}</span>
                        <span className="mode-note">{t("home.soloNote")}</span>
                    </button>
                </div>
                <div className="row ranked">
                    <label className="check">
                        <input type="checkbox" checked={ranked} onChange={(event) => setRanked(event.target.checked)} />
                        <span>{t("home.ranked")}</span>
                    </label>
                    {preferences.value.taught && <button type="button" onClick={() => app.practise(false)}>{t("practice.start")}</button>}
                    <button type="button" onClick={() => app.show({ page: "leaderboard", ranked, mode: "duel", season: null })}>{t("home.leaderboard")}</button>
                </div>
                <div className="friends">
                    <h2>{t("home.friends")}</h2>
                    <div className="row">
                        <button disabled={busy} onClick={() => go({ create: lobby })}>{t("home.createLobby")}</button>
                        <button disabled={busy} onClick={() => go({ look: true })}>{t("home.watchMatch")}</button>
                    </div>
                    <form className="row join" onSubmit={join}>
                        <input value={code} aria-label={t("home.code")} placeholder={t("home.codePlaceholder")} maxLength={400} autoComplete="off" autoCapitalize="characters"
                            spellCheck={false} onChange={(event) => setCode(codeIn(event.target.value) ?? event.target.value.toUpperCase())} />
                        <button disabled={busy || codeIn(code) === null}>{t("home.joinByCode")}</button>
                    </form>
                </div>
                <div className="friends">
                    <Recent />
                    <label className="file">
                        <input type="file" accept=".snkr" onChange={(event) => { const file = event.target.files?.[0]; if (file) void app.openReplay(file); }} />
                        {t("home.file")}
                    </label>
                </div>
            </section>
        </div>
    );
}

/** The last matches of this browser. */
function Recent() {
    const [matches] = useState(recentMatches);
    if (matches.length === 0) return null;
    return (
        <div className="choices" role="group" aria-label={t("home.recent")}>
            {matches.map((match) => (
                <button key={match.id} className="small" onClick={() => void app.openReplay(match.id)}>{modeName(match.mode)} · {match.text}</button>
            ))}
        </div>
    );
}
