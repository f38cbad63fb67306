/** Sounds made here, out of oscillators: no file is loaded. Nothing sounds before the player has pressed something. */
import { Cue } from "../game/matchEvents";
import { preferences } from "./saved/preferences";

interface Tone { from: number; to?: number; at?: number; length: number; type?: OscillatorType; loud?: number }

/** Hertz and seconds. */
const sounds: Record<Cue["kind"] | "count" | "go" | "won" | "lost", (strength: number) => Tone[]> = {
    // A fuller combo sounds higher.
    eat: (points) => [{ from: 440 * 2 ** (Math.min(points, 4) / 6), to: 660 * 2 ** (Math.min(points, 4) / 6), length: 0.08, type: "triangle" }],
    bank: () => [523, 659, 784].map((from, index) => ({ from, at: index * 0.07, length: 0.16, type: "triangle" as const })),
    crash: () => [{ from: 220, to: 45, length: 0.35, type: "sawtooth", loud: 0.7 }, { from: 90, to: 40, length: 0.3, type: "square", loud: 0.4 }],
    count: () => [{ from: 440, length: 0.12, type: "square", loud: 0.35 }],
    go: () => [{ from: 880, length: 0.3, type: "square", loud: 0.35 }],
    won: () => [523, 659, 784, 1047].map((from, index) => ({ from, at: index * 0.11, length: 0.28, type: "triangle" as const })),
    lost: () => [392, 330, 262].map((from, index) => ({ from, at: index * 0.16, length: 0.3, type: "triangle" as const })),
};

const buzzes: Partial<Record<keyof typeof sounds, number | number[]>> = { eat: 8, bank: [20, 30, 20], crash: 60 };

/** Others are heard, but not as the own snake is. */
const othersLoudness = 0.2;
/** Sounds at once; the next one waits for its turn that never comes. */
const mostTones = 12;

/** The page is in the background, and shows the game in no small window either. */
function isUnseen(): boolean {
    return document.hidden && !window.documentPictureInPicture?.window && !document.pictureInPictureElement;
}

class Sounds {
    private context: AudioContext | null = null;
    private running = 0;

    /** Called within a press: a browser lets a page sound from the first one on. */
    wake(): void {
        if (preferences.value.muted || typeof AudioContext === "undefined") return;
        if (!this.context) {
            // To open the machine's sound takes longer than a press may. What the press is for comes first.
            setTimeout(() => { this.context ??= new AudioContext(); });
            return;
        }
        // Also after a call or another app's sound, which WebKit alone has a state for: "interrupted".
        if (this.context.state !== "running") void this.context.resume().catch(() => {});
    }

    /** Nothing is left to do for {@link wake}. */
    get isSettled(): boolean {
        return preferences.value.muted || this.context?.state === "running";
    }

    cue(cue: Cue): void {
        this.play(cue.kind, cue.points, cue.isOwn ? 1 : othersLoudness);
        const buzz = buzzes[cue.kind];
        if (cue.isOwn && buzz && !isUnseen() && preferences.value.vibration) navigator.vibrate?.(buzz);
    }

    play(kind: keyof typeof sounds, strength = 1, loudness = 1): void {
        const { muted, volume } = preferences.value;
        const { context } = this;
        if (muted || volume === 0 || context?.state !== "running" || isUnseen()) return;
        for (const tone of sounds[kind](strength)) this.tone(context, tone, volume * loudness);
    }

    private tone(context: AudioContext, { from, to, at = 0, length, type = "sine", loud = 1 }: Tone, volume: number): void {
        if (this.running >= mostTones) return;
        this.running += 1;
        const begin = context.currentTime + at, end = begin + length;
        const oscillator = context.createOscillator(), gain = context.createGain();
        oscillator.type = type;
        oscillator.frequency.setValueAtTime(from, begin);
        if (to !== undefined) oscillator.frequency.exponentialRampToValueAtTime(to, end);
        gain.gain.setValueAtTime(0, begin);
        gain.gain.linearRampToValueAtTime(0.25 * volume * loud, begin + 0.008);
        gain.gain.exponentialRampToValueAtTime(0.0001, end);
        oscillator.connect(gain).connect(context.destination);
        oscillator.onended = () => { this.running -= 1; gain.disconnect(); };
        oscillator.start(begin);
        oscillator.stop(end);
    }

    /** What the debug hook tells. */
    get state(): string {
        return this.context?.state ?? "asleep";
    }
}

export const audio = new Sounds();
