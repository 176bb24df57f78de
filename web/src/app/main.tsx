/** The beginning: find out which project this is, connect, and show the app. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { connectJobs } from "../jobs/index.js";
import "./styles/index.css";
import { connectApi } from "./api.js";
import { App } from "./App.js";
import { connectAuth } from "./auth/firebase.js";
import { readConfig } from "./config.js";
import { CannotStart } from "./CannotStart.js";
import { readTheme, showTheme } from "./theme.js";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no element for the app.");
const root = createRoot(container);

showTheme(readTheme());

async function start(): Promise<void> {
  const config = await readConfig();
  const { auth, signIn } = connectAuth(config);
  const client = connectJobs({
    auth,
    ...(config.databaseId !== undefined && { databaseId: config.databaseId }),
    ...(config.emulators && { firestoreEmulator: config.emulators.firestore }),
  });
  const api = connectApi(client, signIn.getToken.bind(signIn));
  root.render(
    <StrictMode>
      <App signIn={signIn} client={client} api={api} />
    </StrictMode>,
  );
}

start().catch(() => {
  root.render(<CannotStart />);
});
