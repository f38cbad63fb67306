import "./style.css";
import { createRoot } from "react-dom/client";
import { app } from "./app/app";
import { exposeDebugState } from "./app/debug";
import { keepHistory } from "./app/navigation/history";
import { learnLayout } from "./app/keyboard/keyNames";
import { guardButtons } from "./app/keyboard/keys";
import { Page } from "./app/Page";
import { dress, preferences } from "./app/saved/preferences";
import { registerWorker } from "./app/worker";
import { audio } from "./app/sound";
import { choosePalette } from "./game/drawing/palette";
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
// A browser lets a page sound after a whole press, WebKit from within its event only. The last one to hear of it: a turn's frame leaves first.
const wake = () => audio.wake();
for (const press of ["pointerdown", "pointerup", "touchend", "click", "keydown"]) {
    addEventListener(press, () => { if (!audio.isSettled) addEventListener(press, wake, { once: true, passive: true }); }, { capture: true, passive: true });
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
    void learnLayout().then(() => app.sayAgain());
});
