/** Show the app, once it is known which project this is and Firebase Auth is there. */
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";

import { connectJobs } from "../jobs/index.js";
import { connectApi } from "./api.js";
import { App } from "./App.js";
import type { connectAuth } from "./auth/firebase.js";
import type { AppConfig } from "./config.js";

type Connected = ReturnType<typeof connectAuth> & { readonly config: AppConfig };

/** Show it in an element, in place of what is there. */
export function startApp(container: HTMLElement, connected: Connected): void {
  const { config, auth, signIn } = connected;
  const client = connectJobs({
    auth,
    ...(config.databaseId !== undefined && { databaseId: config.databaseId }),
    ...(config.emulators && { firestoreEmulator: config.emulators.firestore }),
  });
  const api = connectApi(client, signIn.getToken.bind(signIn));
  const root = createRoot(container);
  startTransition(() => {
    root.render(
      <StrictMode>
        <App signIn={signIn} client={client} api={api} />
      </StrictMode>,
    );
  });
}
