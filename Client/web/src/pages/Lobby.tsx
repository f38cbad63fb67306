import { FormEvent, ReactNode, useEffect, useRef, useState } from "react";
import { app } from "../app/app";
import { State } from "../app/state";
import { putIntoClipboard } from "../app/components/clipboard";
import { levelName, modeName } from "../app/components/format";
import { Check, Swatch } from "../app/components/widgets";
import { styleOf } from "../game/drawing/palette";
import { t } from "../text/text";
import { botLevels, Lobby, Member, modes, Settings } from "../net/messages";

export function LobbyPage({ lobby, state }: { lobby: Lobby; state: State }) {
    const self = lobby.members.find((member) => member.id === state.guest?.user.id);
    const leads = self !== undefined && self.id === lobby.leader;
    return (
        <div className="lobby">
            <section className="card stack">
                <Invitation lobby={lobby} />
                <Members lobby={lobby} self={self} leads={leads} />
                <Start lobby={lobby} state={state} leads={leads} />
            </section>
            <div className="stack">
                <section className="card stack" aria-label={t("lobby.settings")}>
                    {leads ? <SettingsForm settings={lobby.settings} /> : <Summary settings={lobby.settings} />}
                </section>
                <Chat state={state} />
            </div>
        </div>
    );
}

function Invitation({ lobby }: { lobby: Lobby }) {
    const [copied, setCopied] = useState(false);
    const link = `${location.origin}/lobby/${lobby.code}`;
    const copy = async () => {
        if (!await putIntoClipboard(link)) return;
        setCopied(true);
        setTimeout(() => setCopied(false), 2000);
    };
    return (
        <div className="stack centred">
            <h1 className="code" aria-label={t("lobby.code", { code: lobby.code.split("").join(" ") })}>{lobby.code}</h1>
            <button onClick={() => void copy()}>{t(copied ? "lobby.copied" : "lobby.copy")}</button>
        </div>
    );
}

// MARK: Members

function Members({ lobby, self, leads }: { lobby: Lobby; self: Member | undefined; leads: boolean }) {
    const hasTeams = playsInTeams(lobby.settings);
    const seated = (team: number | null) => lobby.members.filter((member) => member.slot !== null && (team === null || member.team === team));
    const row = (member: Member) => <MemberRow key={member.id} member={member} lobby={lobby} self={self} leads={leads} />;
    const bots = (team: number | null) => lobby.bots.filter((bot) => team === null || bot.team === team).map((bot) => (
        <li key={`bot ${bot.slot}`}>
            <Swatch style={styleOf(bot.slot, self?.slot ?? null, hasTeams)} />
            <b>{t("lobby.bot")}</b>
            <span className="tag">{levelName(bot.level)}</span>
        </li>
    ));
    const watching = lobby.members.filter((member) => member.slot === null);
    return (
        <div className="stack">
            {hasTeams ? [0, 1].map((team) => (
                <div key={team} className="team">
                    <h2>{t("lobby.team", { team: team + 1 })}
                        {self && self.team !== team && self.wish !== team && (
                            <button className="small" onClick={() => app.ask({ type: "team", team }, null)}>{t("lobby.joinTeam", { team: team + 1 })}</button>
                        )}
                    </h2>
                    <ol className="seats">
                        {seated(team).map(row)}
                        {bots(team)}
                        {seated(team).length + bots(team).length === 0 && <li className="empty">{t("lobby.nobody")}</li>}
                    </ol>
                </div>
            )) : (
                <ol className="seats">
                    {seated(null).map(row)}
                    {bots(null)}
                </ol>
            )}
            {watching.length > 0 && (
                <div className="team">
                    <h2>{t("lobby.watching")}</h2>
                    <ol className="seats">{watching.map(row)}</ol>
                </div>
            )}
        </div>
    );
}

function MemberRow({ member, lobby, self, leads }: { member: Member; lobby: Lobby; self: Member | undefined; leads: boolean }) {
    const isSelf = member.id === self?.id;
    return (
        <li className={member.connected ? "" : "away"}>
            {member.slot !== null && <Swatch style={styleOf(member.slot, self?.slot ?? null, playsInTeams(lobby.settings))} />}
            <b>{member.name}</b>
            {member.id === lobby.leader && <span className="tag tag-lead">{t("lobby.leads")}</span>}
            {isSelf && <span className="tag">{t("lobby.you")}</span>}
            {!member.connected && <span className="tag">{t("seat.away")}</span>}
            {member.inMatch && <span className="tag tag-good">{t("lobby.inMatch")}</span>}
            {leads && !isSelf && (
                <button className="small" aria-label={t("lobby.sendAway", { name: member.name })} onClick={() => app.ask({ type: "kick", user: member.id }, null)}>✕</button>
            )}
        </li>
    );
}

function Start({ lobby, state, leads }: { lobby: Lobby; state: State; leads: boolean }) {
    const runs = lobby.match !== null && lobby.start === "not_allowed";
    const leader = lobby.members.find((member) => member.id === lobby.leader)?.name ?? t("theLeader");
    const words = t(lobby.start === "accepted" ? "lobby.start" : lobby.start === "too_few_players" ? "lobby.waiting" : "lobby.running");
    return (
        <div className="stack">
            {runs && <button className="primary" disabled={state.pending === "watch"} onClick={() => app.ask({ type: "watch", code: lobby.code })}>{t("lobby.watchMatch")}</button>}
            {!runs && leads && (
                <button className="primary huge" autoFocus disabled={lobby.start !== "accepted" || state.pending === "start"} onClick={() => app.ask({ type: "start" })}>
                    {words}
                </button>
            )}
            {!runs && !leads && <p className="quiet centred">{lobby.start === "too_few_players" ? t("lobby.waiting") : t("lobby.leaderStarts", { name: leader })}</p>}
            <button className="link" onClick={() => app.ask({ type: "leaveLobby" }, null)}>{t("lobby.leave")}</button>
        </div>
    );
}

// MARK: Settings

export function playsInTeams(settings: Settings): boolean {
    return settings.mode === "duel" || settings.mode === "2v2" || (settings.mode === "custom" && settings.zones === true);
}

function seatsOf(settings: Settings): number {
    switch (settings.mode) {
        case "duel": return 2;
        case "2v2": return 4;
        case "ffa": return 8;
        case "solo": return 1;
        case "custom": return settings.players ?? 8;
    }
}

/** The nearest settings that can be played: docs/guide/rules.md, section 2. */
export function playable(wanted: Settings): Settings {
    const within = (low: number, value: number | undefined, high: number, usual: number) =>
        Math.max(low, Math.min(high, Math.round(value ?? usual)));
    const settings: Settings = { mode: wanted.mode, bots: wanted.bots, botLevel: wanted.botLevel, hidden: wanted.hidden };
    if (settings.mode === "custom") {
        const zones = wanted.zones ?? true;
        const players = within(zones ? 2 : 1, wanted.players, 8, 8);
        Object.assign(settings, {
            zones, players, width: within(zones ? 40 : 20, wanted.width, 80, 60),
            height: within(zones && players > 6 ? 28 : 20, wanted.height, 60, 40), speed: wanted.speed ?? 10,
            food: within(1, wanted.food, 64, 10), minutes: within(0, wanted.minutes, 10, 0),
        });
    }
    settings.bots = within(0, settings.bots, seatsOf(settings) - 1, 0);
    return settings;
}

function SettingsForm({ settings }: { settings: Settings }) {
    const change = (changes: Partial<Settings>) => app.ask({ type: "settings", ...playable({ ...settings, ...changes }) }, null);
    const most = seatsOf(settings) - 1;
    return (
        <>
            <div className="choices" role="group" aria-label={t("lobby.mode")}>
                {modes.map((mode) => (
                    <button key={mode} aria-pressed={settings.mode === mode} onClick={() => change({ mode })}>{modeName(mode)}</button>
                ))}
            </div>
            <div className="fields">
                {most > 0 && <Select label={t("lobby.bots")} value={settings.bots} options={range(0, most)} change={(bots) => change({ bots })} />}
                {most > 0 && settings.bots > 0 && (
                    <Select label={t("lobby.botLevel")} value={botLevels.indexOf(settings.botLevel)} options={botLevels.map((level, index) => [index, levelName(level)])}
                        change={(index) => change({ botLevel: botLevels[index] ?? "normal" })} />
                )}
                {settings.mode === "custom" && (
                    <>
                        <Select label={t("lobby.players")} value={settings.players ?? 8} options={range(settings.zones ? 2 : 1, 8)} change={(players) => change({ players })} />
                        <Select label={t("lobby.speed")} value={settings.speed ?? 10} options={[[5, t("lobby.slow")], [10, t("lobby.normalSpeed")], [13, t("lobby.fast")], [20, t("lobby.furious")]]} change={(speed) => change({ speed })} />
                        <NumberField label={t("lobby.width")} value={settings.width ?? 60} low={settings.zones ? 40 : 20} high={80} change={(width) => change({ width })} />
                        <NumberField label={t("lobby.height")} value={settings.height ?? 40} low={20} high={60} change={(height) => change({ height })} />
                        <NumberField label={t("lobby.food")} value={settings.food ?? 10} low={1} high={64} change={(food) => change({ food })} />
                        <Select label={t("lobby.time")} value={settings.minutes ?? 0} options={range(0, 10).map(([value]) => [value, value === 0 ? t("lobby.noLimit") : t("lobby.minutes", { n: value })])}
                            change={(minutes) => change({ minutes })} />
                    </>
                )}
            </div>
            {settings.mode === "custom" && <Check label={t("lobby.zones")} value={settings.zones === true} change={(zones) => change({ zones })} />}
            <Check label={t("lobby.hidden")} value={settings.hidden} change={(hidden) => change({ hidden })} />
        </>
    );
}

/** What the others see of the settings. */
function Summary({ settings }: { settings: Settings }) {
    const facts = [
        settings.bots > 0 && t("lobby.botCount", { n: settings.bots, level: levelName(settings.botLevel) }),
        settings.mode === "custom" && `${settings.width} × ${settings.height}`,
        settings.mode === "custom" && (t(settings.zones ? "lobby.twoTeams" : "lobby.alone")),
        settings.mode === "custom" && t("lobby.cellsASecond", { n: settings.speed ?? 10 }),
        settings.mode === "custom" && t("lobby.foodCount", { n: settings.food ?? 10 }),
        settings.mode === "custom" && (settings.minutes ? t("lobby.minutes", { n: settings.minutes }) : t("lobby.noTimeLimit")),
        settings.hidden && t("lobby.isHidden"),
    ].filter((fact): fact is string => typeof fact === "string");
    return (
        <div>
            <h2>{modeName(settings.mode)}</h2>
            {facts.length > 0 && <p className="quiet">{facts.join(" · ")}</p>}
        </div>
    );
}

function range(low: number, high: number): [number, string][] {
    return Array.from({ length: high - low + 1 }, (_, index) => [low + index, String(low + index)]);
}

function Select({ label, value, options, change }: { label: string; value: number; options: [number, string][]; change: (value: number) => void }) {
    return (
        <Labelled label={label}>
            <select value={value} onChange={(event) => change(parseInt(event.target.value, 10))}>
                {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
            </select>
        </Labelled>
    );
}

/** A number that is taken when the field is left or Enter pressed. */
function NumberField({ label, value, low, high, change }: { label: string; value: number; low: number; high: number; change: (value: number) => void }) {
    const [text, setText] = useState(String(value));
    useEffect(() => setText(String(value)), [value]);
    const take = () => {
        const typed = parseInt(text, 10);
        if (typed >= 0 && typed !== value) change(typed);
        setText(String(value));
    };
    return (
        <Labelled label={`${label} ${low}–${high}`}>
            <input inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} onBlur={take}
                onKeyDown={(event) => { if (event.key === "Enter") take(); }} />
        </Labelled>
    );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
    return <label className="field"><span>{label}</span>{children}</label>;
}

// MARK: Chat

function Chat({ state }: { state: State }) {
    const [text, setText] = useState("");
    const list = useRef<HTMLOListElement>(null);
    useEffect(() => {
        if (list.current) list.current.scrollTop = list.current.scrollHeight;
    }, [state.chat.length]);
    const send = (event: FormEvent) => {
        event.preventDefault();
        if (!text.trim()) return;
        app.ask({ type: "chat", text: text.trim() }, null);
        setText("");
    };
    // A line that was refused is there again, to be mended, unless the next one has been begun.
    useEffect(() => {
        if (state.refusedLine) setText((begun) => begun === "" ? state.refusedLine?.text ?? "" : begun);
    }, [state.refusedLine]);
    return (
        <section className="card chat" aria-label={t("chat")}>
            <ol ref={list} aria-live="polite">
                {state.chat.length === 0 && <li className="quiet">{t("chat.empty")}</li>}
                {state.chat.map((line) => (
                    <li key={line.number} className={line.user === state.guest?.user.id ? "own" : ""}><b>{line.name}</b> {line.text}</li>
                ))}
            </ol>
            <form className="row join" onSubmit={send}>
                <input value={text} maxLength={800} aria-label={t("chat.message")} placeholder={t("chat.message")} autoComplete="off" onChange={(event) => setText(event.target.value)} />
                <button disabled={!text.trim()}>{t("chat.send")}</button>
            </form>
        </section>
    );
}
