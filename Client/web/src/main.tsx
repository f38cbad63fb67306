import "./style.css";
import { createRoot } from "react-dom/client";
import { app } from "./app/app";
import { exposeDebugState } from "./app/debug";
import { guardButtons } from "./app/keys";
import { Page } from "./app/Page";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
exposeDebugState();
guardButtons();
createRoot(root).render(<Page />);
// A replay may be dropped anywhere.
addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (!app.state.match) void app.openReplay(file);
});
void app.start();
