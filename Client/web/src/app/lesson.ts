/** The first match: three things to do, each told when it is time for it. A value; the practice game drives it. */
export const lessonSteps = ["turn", "bank", "boost"] as const;
export type LessonStep = typeof lessonSteps[number];

/** What the player has done so far in this game. */
export interface Deeds { turns: number; carried: number; banked: number; hasBoosted: boolean }

/** Enough to know the keys. */
const turnsToLearn = 3;

/** What is to be learned next; null: nothing any more. What was done before it was asked for counts. */
export function nextStep(step: LessonStep, deeds: Deeds): LessonStep | null {
    const isDone = { turn: deeds.turns >= turnsToLearn, bank: deeds.banked > 0, boost: deeds.hasBoosted }[step];
    if (!isDone) return step;
    const next = lessonSteps[lessonSteps.indexOf(step) + 1];
    return next === undefined ? null : nextStep(next, deeds);
}
