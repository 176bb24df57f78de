/** What every page has: its title, and what it shows where something is missing. */
import { useEffect, type ReactElement, type ReactNode } from "react";

import { JobsApiError } from "../../jobs/index.js";
import { Button } from "./Button.js";

/** Name the page in the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · CareerLens`;
  }, [title]);
}

/** A page's head: what it is, and what can be done on it. */
export function PageHead(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly above?: ReactNode;
}): ReactElement {
  usePageTitle(props.title);
  return (
    <header className="page-head">
      <div>
        {props.above}
        <h1>{props.title}</h1>
      </div>
      <div className="actions no-print">{props.children}</div>
    </header>
  );
}

/** Where there is nothing: why, and what to do. */
export function Empty(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <div className="empty">
      <svg viewBox="0 0 96 64" aria-hidden="true">
        <rect x="8" y="10" width="80" height="12" rx="6" />
        <rect x="8" y="28" width="56" height="12" rx="6" />
        <rect x="8" y="46" width="68" height="12" rx="6" />
      </svg>
      <h2>{props.title}</h2>
      {props.children && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}

/** What did not work, in the API's own words, with its name in the server's log. */
export function Trouble(props: {
  readonly error: Error;
  readonly onAgain?: (() => void) | undefined;
}): ReactElement {
  const { error, onAgain } = props;
  const isOurs = error instanceof JobsApiError;
  return (
    <div className="note" data-tone="bad" role="alert">
      <p>{isOurs ? error.message : "That did not work. Try again in a moment."}</p>
      {isOurs && error.requestId && (
        <p className="hint">
          If you report this, say: <code>{error.requestId}</code>
        </p>
      )}
      {onAgain && (
        <Button look="small" onClick={onAgain}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** What stands there until something is loaded. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }): ReactElement {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading…</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} aria-hidden="true" />
      ))}
    </div>
  );
}
