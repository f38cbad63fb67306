import "./style.css";
import { createRoot } from "react-dom/client";
import { app } from "./app/app";
import { exposeDebugState } from "./app/debug";
import { Page } from "./app/Page";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
exposeDebugState();
createRoot(root).render(<Page />);
void app.start();
