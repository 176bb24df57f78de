/* Show the description with Swagger UI: read it, enter a token under "Authorize", send requests. */
"use strict";

/** Show what the address points at, once it is there: a problem's `type` names its code. */
function showTarget() {
  // Swagger UI puts a slash before it.
  const target = document.getElementById(decodeURIComponent(location.hash.replace(/^#\/?/, "")));
  if (!target) return;
  shown.disconnect();
  const hidden = target.closest("details");
  if (hidden) hidden.open = true;
  target.scrollIntoView();
}

const shown = new MutationObserver(showTarget);
shown.observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
addEventListener("hashchange", showTarget);
// A token is forgotten when the page is left, and no other site is asked about the description.
window.SwaggerUIBundle?.({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
});
