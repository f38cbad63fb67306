import { useEffect, useState, useSyncExternalStore } from "react";
import { app } from "../../app/app";
import { State } from "../../app/state";
import { actionKeys, turnKeys } from "../../app/keyboard/keyNames";
import { LessonStep, lessonSteps, nextStep } from "../../app/lesson";
import { usePolled } from "../../app/components/polling";
import { Swatch } from "../../app/components/widgets";
import { preferences } from "../../app/saved/preferences";
import { connectedGamepads, watchGamepads } from "../../game/input/gamepad";
import { styleOf } from "../../game/drawing/palette";
import { Match } from "../../net/messages";
import { t } from "../../text/text";
import { Arena } from "./Arena";
import { headline, NextKey, useNextKey } from "./Result";

/** A game against a bot that the servers have no part in, with the lesson of the first match. */
export function Practice({ practice, state }: { practice: NonNullable<State["practice"]>; state: State }) {
    const isOver = usePolled(() => app.local?.committedView().over ?? false, 100);
    useEffect(() => {
        if (!isOver) return;
        const timer = setTimeout(() => app.practiceIsOver(), 1200);
        return () => clearTimeout(timer);
    }, [isOver]);
    if (!app.local) return <p className="waiting">{t("oneMoment")}</p>;
    if (practice.isOver) return <Over match={practice.match} />;
    return <Arena match={practice.match} state={state}>{practice.isLesson && !isOver && <Lesson />}</Arena>;
}

/** How long the last word of the lesson stays. */
const doneMs = 6000;

/** What is to be learned next, with its keys. */
function Lesson() {
    const [step, setStep] = useState<LessonStep | "done" | null>("turn");
    const hasPad = useSyncExternalStore(watchGamepads, connectedGamepads) > 0;
    const reached = usePolled(() => {
        const view = app.local?.committedView();
        const own = view?.snakes[0];
        if (!app.local || !view || !own || step === null || step === "done") return step;
        return nextStep(step, { turns: app.local.turns, carried: own.carried, banked: view.banks[0], hasBoosted: app.local.hasBoosted }) ?? "done";
    }, 100);
    useEffect(() => {
        if (reached !== step && step !== "done" && step !== null) setStep(reached);
    }, [reached, step]);
    useEffect(() => {
        if (step !== "done") return;
        preferences.change({ taught: true });
        const timer = setTimeout(() => setStep(null), doneMs);
        return () => clearTimeout(timer);
    }, [step]);
    const skip = () => {
        preferences.change({ taught: true });
        setStep(null);
    };
    if (step === null) return null;
    const hand = hasPad ? "Pad" : matchMedia("(pointer: coarse)").matches ? "Touch" : "";
    const text = {
        turn: () => t(`lesson.turn${hand}`, { keys: turnKeys() }),
        bank: () => t("lesson.bank"),
        boost: () => t(`lesson.boost${hand}`, { keys: actionKeys("boost", 1) }),
        done: () => t("lesson.done"),
    }[step]();
    return (
        <div className="lesson" role="status" aria-label={t("lesson")} data-testid="lesson">
            {step !== "done" && <span className="quiet">{t("lesson.step", { n: lessonSteps.indexOf(step) + 1 })}</span>}
            <span>{text}</span>
            {step !== "done" && <button className="link" tabIndex={-1} onClick={skip}>{t("lesson.skip")}</button>}
        </div>
    );
}

function Over({ match }: { match: Match }) {
    useNextKey();
    return (
        <section className="card stack centred">
            <p className="quiet">{t("practice.over")}</p>
            <h1>{headline(match)}</h1>
            <ol className="seats ranking">
                {match.players.map((player, slot) => (
                    <li key={slot} className={slot === 0 ? "self" : ""}>
                        <Swatch style={styleOf(slot, 0, true)} />
                        <b>{player.name}</b>
                        <span className="points">{player.score}</span>
                    </li>
                ))}
            </ol>
            <div className="row">
                <button className="primary" autoFocus onClick={() => app.practise(false)}>{t("practice.again")}<NextKey /></button>
                <button onClick={() => app.stopPractice()}>{t("home")}</button>
            </div>
        </section>
    );
}
