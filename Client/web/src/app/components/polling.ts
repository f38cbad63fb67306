/** Values outside React that components show. */
import { useEffect, useRef, useState } from "react";

/**
 * A value that changes outside React, read again every `interval` ms however often its component renders meanwhile.
 * @param looksSame Whether the component would show the same: it is not rendered then.
 */
export function usePolled<T>(read: () => T, interval: number, looksSame: (before: T, now: T) => boolean = Object.is): T {
    const newest = useRef(read);
    newest.current = read;
    const [value, setValue] = useState(read);
    const shown = useRef(value);
    useEffect(() => {
        // React is told of changes only: to ask it each time would take longer than to look.
        const timer = setInterval(() => {
            const now = newest.current();
            if (looksSame(shown.current, now)) return;
            shown.current = now;
            setValue(() => now);
        }, interval);
        return () => clearInterval(timer);
    }, [interval, looksSame]);
    return value;
}

/** Whole seconds left until `deadline`, at least 0. */
export function useSecondsLeft(deadline: number): number {
    const left = () => Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    usePolled(left, 100);
    return left();  // the deadline may be another one since the last poll
}
