/** The sign-in link that has opened this page, if one has. */

/** What Firebase's page adds to an address. */
const ADDED = ["apiKey", "continueUrl", "lang", "mode", "oobCode", "tenantId"];

/** Return the link, and take what it has added out of the address: a code is no part of a page. */
export function takeOpenedLink(): string | undefined {
  const { href } = location;
  const page = new URL(href);
  if (page.searchParams.get("mode") !== "signIn" || !page.searchParams.has("oobCode"))
    return undefined;
  for (const name of ADDED) page.searchParams.delete(name);
  history.replaceState(history.state, "", page);
  return href;
}
