/** Where the user is: the address, read and changed without loading the page again. */
import {
  useSyncExternalStore,
  type AnchorHTMLAttributes,
  type MouseEvent,
  type ReactElement,
} from "react";

/** A page of the app. */
export type Route =
  | {
      readonly page: "new";
      readonly type?: string | undefined;
      /** A job whose request the form begins with. */
      readonly from?: string | undefined;
    }
  | { readonly page: "jobs"; readonly query: URLSearchParams }
  | { readonly page: "job"; readonly jobId: string }
  | { readonly page: "operator" }
  | { readonly page: "missing" };

/** Read an address. */
export function readRoute(path: string, search: string): Route {
  const [first = "", second, ...rest] = path.split("/").filter(Boolean).map(decode);
  if (rest.length > 0) return { page: "missing" };
  if (first === "" || first === "new")
    return {
      page: "new",
      type: second,
      from: new URLSearchParams(search).get("from") ?? undefined,
    };
  if (first === "jobs" && second !== undefined) return { page: "job", jobId: second };
  if (first === "jobs") return { page: "jobs", query: new URLSearchParams(search) };
  if (first === "operator" && second === undefined) return { page: "operator" };
  return { page: "missing" };
}

/** Give the address of a job's page. */
export function jobPath(jobId: string): string {
  return `/jobs/${encodeURIComponent(jobId)}`;
}

/** Go to another page; `replace` leaves no entry in the history. */
export function navigate(to: string, { replace = false } = {}): void {
  if (to !== location.pathname + location.search) {
    history[replace ? "replaceState" : "pushState"](null, "", to);
  }
  dispatchEvent(new Event(MOVED));
}

/** Give the page that is to be shown, always the newest. */
export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, getAddress);
  const [path = "/", search = ""] = address.split("?");
  return readRoute(path, search);
}

/** A link that stays in the app, unless it is to be opened elsewhere. */
export function Link(
  props: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string },
): ReactElement {
  const onClick = (event: MouseEvent<HTMLAnchorElement>): void => {
    props.onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || isForElsewhere(event)) return;
    event.preventDefault();
    navigate(props.href);
    scrollTo(0, 0);
  };
  return <a {...props} onClick={onClick} />;
}

const MOVED = "careerlens:moved";

function subscribe(onChange: () => void): () => void {
  addEventListener("popstate", onChange);
  addEventListener(MOVED, onChange);
  return () => {
    removeEventListener("popstate", onChange);
    removeEventListener(MOVED, onChange);
  };
}

function getAddress(): string {
  return location.pathname + location.search;
}

function isForElsewhere(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
