/**
 * The beginning. What the first page needs is loaded side by side: React with the app, Firebase Auth,
 * and the page itself, each a file of its own, so that none of them holds the page up for long.
 */
import { isProbablySignedIn } from "./auth/keptSession.js";
import { showCannotStart } from "./cannotStart.js";
import { readConfig } from "./config.js";
import { noteMissingPart } from "./missingParts.js";
import { loadFirst } from "./pages.js";
import { readRoute } from "./route.js";
import { readTheme, showTheme } from "./theme.js";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no element for the app.");

showTheme(readTheme());

const build = new URL(document.scripts[0]?.src ?? "", location.href).pathname;
// Vite's own event: a part that was to be imported did not come.
addEventListener("vite:preloadError", ({ payload }) => {
  void noteMissingPart(payload, build, location.reload.bind(location));
});

const connecting = Promise.all([readConfig(), import("./auth/firebase.js")]).then(
  ([config, { connectAuth }]) => ({ config, ...connectAuth(config) }),
);
loadFirst(readRoute(location.pathname, location.search), isProbablySignedIn());
Promise.all([import("./startApp.js"), connecting]).then(
  ([{ startApp }, connected]) => {
    startApp(container, connected);
  },
  () => {
    showCannotStart(container);
  },
);
