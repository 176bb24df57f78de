/**
 * The beginning. What the first page needs is loaded side by side: React with the app, Firebase Auth,
 * and the page itself, each a file of its own, so that none of them holds the page up for long.
 */
import "./styles/index.css";
import { isProbablySignedIn } from "./auth/keptSession.js";
import { readConfig } from "./config.js";
import { loadFirst } from "./pages.js";
import { readRoute } from "./route.js";
import { readTheme, showTheme } from "./theme.js";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no element for the app.");

showTheme(readTheme());

const loading = import("./startApp.js");
const connecting = Promise.all([readConfig(), import("./auth/firebase.js")]);
loadFirst(readRoute(location.pathname, location.search), isProbablySignedIn());
void loading.then(({ startApp }) =>
  startApp(
    container,
    connecting.then(([config, { connectAuth }]) => ({ config, ...connectAuth(config) })),
  ),
);
