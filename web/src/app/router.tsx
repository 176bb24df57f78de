/** The way from page to page. What reads the address is wouter. */
import { Router } from "wouter";
import { navigate as changeAddress, usePathname, useSearch } from "wouter/use-browser-location";

import { readRoute, type Route } from "./route.js";

/** A link that stays in the app, unless it is to be opened elsewhere. */
export { Link } from "wouter";

/** Return the address of a job's page. */
export function jobPath(jobId: string): string {
  return `/jobs/${encodeURIComponent(jobId)}`;
}

/** Return the address of the form that begins with a job's request. */
export function changePath(job: { readonly type: string; readonly jobId: string }): string {
  const { type, jobId } = job;
  return `/new/${encodeURIComponent(type)}?from=${encodeURIComponent(jobId)}`;
}

/** Return the page that is to be shown, always the newest. */
export function useRoute(): Route {
  return readRoute(usePathname(), useSearch());
}

/** Go to another page; `replace` leaves no entry in the history, and neither does the same address. */
export function navigate(to: string, { replace = false } = {}): void {
  if (to !== location.pathname + location.search) changeAddress(to, { replace });
}

/** What holds every `Link`: each leads to the top of its page. */
export function Links({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  return <Router aroundNav={followLink}>{children}</Router>;
}

function followLink(_: unknown, to: string): void {
  navigate(to);
  scrollTo(0, 0);
}
