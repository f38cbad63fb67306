import "./style.css";
import { createRoot } from "react-dom/client";
import { app } from "./app/app";
import { exposeDebugState } from "./app/debug";
import { keepHistory } from "./app/history";
import { guardButtons } from "./app/keys";
import { Page } from "./app/Page";
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
void speak(preferred(navigator.languages)).then(() => {
    page.render(<Page />);
    void app.start();
    keepHistory();
});
