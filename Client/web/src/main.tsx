import "./style.css";
import { createRoot } from "react-dom/client";
import { app } from "./app/app";
import { exposeDebugState } from "./app/debug";
import { keepHistory } from "./app/history";
import { learnLayout } from "./app/keyNames";
import { guardButtons } from "./app/keys";
import { Page } from "./app/Page";
import { dress, preferences } from "./app/preferences";
import { registerWorker } from "./app/worker";
import { audio } from "./app/sound";
import { choosePalette } from "./game/palette";
import { preferred, speak } from "./text/text";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
exposeDebugState();
guardButtons();
const page = createRoot(root);
// A replay may be dropped anywhere.
addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (!app.state.match) void app.openReplay(file);
});
// A browser lets a page sound after a whole press. A turn does not wait for it: its frame leaves first.
for (const press of ["pointerup", "touchend", "keydown"]) {
    addEventListener(press, () => { if (!audio.isSettled) setTimeout(() => audio.wake()); }, { capture: true, passive: true });
}
preferences.watch((chosen) => {
    dress(chosen);
    choosePalette(chosen.palette, chosen.patterns);
});
const { language } = preferences.value;
void speak(language === "auto" ? preferred(navigator.languages) : language).then(() => {
    page.render(<Page />);
    void app.start();
    registerWorker();
    keepHistory();
});
    void learnLayout().then(() => app.sayAgain());
