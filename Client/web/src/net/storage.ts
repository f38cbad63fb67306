/**
 * What this browser keeps for the page: `local` for all tabs, `session` for this one. Where the browser forbids it, or its
 * room is used up, the page keeps it itself until it is loaded again.
 */
export interface Store {
    get(key: string): string | null;
    set(key: string, value: string): void;
    remove(key: string): void;
}

/** `open` may throw, as reading `window.localStorage` does where cookies are blocked. */
export function storeIn(open: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): Store {
    /** What the browser did not take; null: it is to be gone, whatever the browser still says. */
    const own = new Map<string, string | null>();
    return {
        get(key) {
            const kept = own.get(key);
            if (kept !== undefined) return kept;
            try {
                return open().getItem(key);
            } catch {
                return null;
            }
        },
        set(key, value) {
            try {
                open().setItem(key, value);
                own.delete(key);
            } catch {
                own.set(key, value);
            }
        },
        remove(key) {
            try {
                open().removeItem(key);
                own.delete(key);
            } catch {
                own.set(key, null);
            }
        },
    };
}

export const stores = {
    local: storeIn(() => localStorage),
    session: storeIn(() => sessionStorage),
};
