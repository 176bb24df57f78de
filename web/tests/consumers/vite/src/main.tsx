import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@careerlens/jobs/jobs.css";

import { Example } from "./Example.js";

/** Who is signed in: the address says it, as a test's stand-in for a sign-in. */
const asked = new URLSearchParams(location.search);
const session = { user: { id: asked.get("user") ?? "" }, token: asked.get("token") ?? "" };

const container = document.getElementById("root");
if (container) {
  createRoot(container).render(
    <StrictMode>
      <Example session={session} />
    </StrictMode>,
  );
}
