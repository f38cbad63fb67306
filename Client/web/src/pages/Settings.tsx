import { useEffect, useState, useSyncExternalStore } from "react";
import { app } from "../app/app";
import { keyName, learnLayout } from "../app/keyboard/keyNames";
import { codeOf } from "../app/keyboard/keys";
import { Check, Swatch } from "../app/components/widgets";
import { Action, actions, assign, isAssignable, paletteNames, Preferences, preferences, standardKeys, textSizes } from "../app/saved/preferences";
import { audio } from "../app/sound";
import { connectedGamepads, watchGamepads } from "../game/input/gamepad";
import { styleOf } from "../game/drawing/palette";
import { languages, preferred, speak, t } from "../text/text";

function usePreferences(): Preferences {
    return useSyncExternalStore((listener) => preferences.watch(listener), () => preferences.value);
}

/** Everything that this browser remembers of how its player plays, hears and sees. */
export function SettingsPage() {
    const chosen = usePreferences();
    useEffect(() => { scrollTo(0, 0); }, []);
    const change = (changes: Partial<Preferences>) => preferences.change(changes);
    const language = (code: string) => {
        change({ language: code });
        void speak(code === "auto" ? preferred(navigator.languages) : code).then(() => app.sayAgain());
    };
    return (
        <div className="card stack settings">
            <h1>{t("settings")}</h1>
            <Choice label={t("settings.language")} value={chosen.language} change={language}
                options={[["auto", t("settings.auto")], ...languages.map(({ code, name }): [string, string] => [code, name])]} />
            <section aria-labelledby="settings-sound">
                <h2 id="settings-sound">{t("settings.sound")}</h2>
                <label className="field">
                    <span>{t("settings.volume")}</span>
                    <input type="range" min={0} max={100} step={5} value={Math.round(chosen.volume * 100)} disabled={chosen.muted}
                        onChange={(event) => change({ volume: Number(event.target.value) / 100 })} />
                </label>
                <div className="row">
                    <Check label={t("settings.muted")} value={chosen.muted} change={(muted) => change({ muted })} />
                    {"vibrate" in navigator && <Check label={t("settings.vibration")} value={chosen.vibration} change={(vibration) => change({ vibration })} />}
                    <button className="small" disabled={chosen.muted} onClick={() => { audio.wake(); setTimeout(() => audio.cue({ kind: "bank", slot: 0, isOwn: true, points: 5 }), 60); }}>{t("settings.try")}</button>
                </div>
            </section>
            <KeysSection chosen={chosen} />
            <section aria-labelledby="settings-touch">
                <h2 id="settings-touch">{t("settings.touch")}</h2>
                <div className="fields">
                    <Choice label={t("settings.steerBy")} value={chosen.touch} change={(touch) => change({ touch })}
                        options={(["both", "swipe", "pad"] as const).map((each) => [each, t(`touch.${each}`)])} />
                    <Choice label={t("settings.hand")} value={chosen.hand} change={(hand) => change({ hand })}
                        options={(["right", "left"] as const).map((each) => [each, t(`hand.${each}`)])} />
                </div>
            </section>
            <section aria-labelledby="settings-seeing">
                <h2 id="settings-seeing">{t("settings.seeing")}</h2>
                <Choice label={t("settings.palette")} value={chosen.palette} change={(palette) => change({ palette })}
                    options={paletteNames.map((each) => [each, t(`palette.${each}`)])} />
                <div className="swatches">{[0, 1, 2, 3, 4, 5, 6, 7].map((slot) => <Swatch key={slot} style={styleOf(slot, 0)} />)}</div>
                <Check label={t("settings.patterns")} value={chosen.patterns} change={(patterns) => change({ patterns })} />
                <Check label={t("settings.names")} value={chosen.names} change={(names) => change({ names })} />
                <Check label={t("settings.emotes")} value={chosen.emotes} change={(emotes) => change({ emotes })} />
                <div className="fields">
                    <Choice label={t("settings.contrast")} value={chosen.contrast} change={(contrast) => change({ contrast })}
                        options={(["auto", "more", "normal"] as const).map((each) => [each, t(`contrast.${each}`)])} />
                    <Choice label={t("settings.motion")} value={chosen.motion} change={(motion) => change({ motion })}
                        options={(["auto", "less", "full"] as const).map((each) => [each, t(`motion.${each}`)])} />
                    <Choice label={t("settings.textSize")} value={String(chosen.textSize)}
                        change={(size) => change({ textSize: textSizes.find((each) => String(each) === size) ?? 100 })}
                        options={textSizes.map((each) => [String(each), `${each} %`])} />
                </div>
            </section>
            <button onClick={() => app.show(null)}>{t("back")}</button>
        </div>
    );
}

function KeysSection({ chosen }: { chosen: Preferences }) {
    const [asked, setAsked] = useState<Action | null>(null);
    const [problem, setProblem] = useState<string | null>(null);
    const [, redraw] = useState(0);
    const pads = useSyncExternalStore(watchGamepads, connectedGamepads);
    useEffect(() => { void learnLayout().then(() => redraw((count) => count + 1)); }, []);
    useEffect(() => {
        if (!asked) return;
        const pressed = (event: KeyboardEvent) => {
            event.preventDefault();
            event.stopPropagation();
            setAsked(null);
            const code = codeOf(event);
            if (code === "Escape") return;
            const before = preferences.value.keys, keys = assign(before, asked, code);
            const isOwn = before[asked].includes(code);
            setProblem(!isAssignable(code) ? t("settings.badKey") : keys === before && !isOwn ? t("settings.onlyKey") : null);
            if (keys !== before) preferences.change({ keys });
        };
        addEventListener("keydown", pressed, true);
        return () => removeEventListener("keydown", pressed, true);
    }, [asked]);
    const remove = (action: Action, code: string) =>
        preferences.change({ keys: { ...chosen.keys, [action]: chosen.keys[action].filter((each) => each !== code) } });
    return (
        <section aria-labelledby="settings-keys">
            <h2 id="settings-keys">{t("settings.keys")}</h2>
            <dl className="keys">
                {actions.map((action) => (
                    <div key={action}>
                        <dt>{t(`action.${action}`)}</dt>
                        <dd>
                            {chosen.keys[action].map((code) => (
                                <button key={code} className="small" aria-label={t("settings.removeKey", { key: keyName(code), action: t(`action.${action}`) })}
                                    disabled={chosen.keys[action].length === 1} onClick={() => remove(action, code)}>{keyName(code)}</button>
                            ))}
                            <button className="small link" aria-label={t("settings.addKeyFor", { action: t(`action.${action}`) })}
                                onClick={() => setAsked(action)}>{t(asked === action ? "settings.pressKey" : "settings.addKey")}</button>
                        </dd>
                    </div>
                ))}
            </dl>
            <p className="problem" role="alert">{problem}</p>
            <button className="small" onClick={() => { preferences.change({ keys: standardKeys }); setProblem(null); }}>{t("settings.resetKeys")}</button>
            <p className="quiet">{t("emotes.hint")}</p>
            <p className="quiet" role="status">{pads > 0 ? t("settings.gamepad", { n: pads }) : t("settings.noGamepad")}</p>
        </section>
    );
}

function Choice<Value extends string>({ label, value, options, change }: { label: string; value: Value; options: [Value, string][]; change: (value: Value) => void }) {
    return (
        <label className="field">
            <span>{label}</span>
            <select value={value} onChange={(event) => change(event.target.value as Value)}>
                {options.map(([option, text]) => <option key={option} value={option}>{text}</option>)}
            </select>
        </label>
    );
}
