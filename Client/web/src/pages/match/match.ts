/** What a match needs on its way from the queue to the result, loaded together when one is in sight. */
export { Arena } from "./Arena";
export { MissedEnd } from "./Missed";
export { Practice } from "./Practice";
export { Queue } from "./Queue";
export { Ready } from "./Ready";
export { Replay } from "../replay/Replay";
export { Result } from "./Result";
export { Watch } from "../Watch";
