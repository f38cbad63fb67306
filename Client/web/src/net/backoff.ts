/** Milliseconds between two questions: at first, and at most; and how long it is asked in all. */
const firstPause = 400, longestPause = 5000, patience = 120_000;

/** Milliseconds before each question after the first, to a server that will know the answer a moment later, or never. */
export function* backoff(): Generator<number> {
    let pause = firstPause;
    for (let waited = pause; waited <= patience; waited += pause) {
        yield pause;
        pause = Math.min(pause * 1.5, longestPause);
    }
}
