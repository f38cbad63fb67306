/** Where the server is: at the page's own origin, unless the page was built for another one (scripts/build-client). */
declare const API_URL: string;
declare const SOCKET_URL: string;

/** Such as `https://api.example`; empty: the page's own origin. Unit tests define neither. */
const apiUrl: string = typeof API_URL === "string" ? API_URL : "";
/** Such as `wss://api.example/ws`; empty: the page's own host. */
export const socketUrl: string = typeof SOCKET_URL === "string" ? SOCKET_URL : "";

/** The URL of a path such as `/api/cluster`. */
export function api(path: string): string {
    return apiUrl + path;
}

/** The origin that answers the API, as a page's `location` has it. */
export function apiOrigin(): { protocol: string; host: string; hostname: string } {
    return apiUrl === "" ? location : new URL(apiUrl);
}
