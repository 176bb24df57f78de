/** What every page has: its title, and what it shows where something is missing. */
import { useEffect } from "react";

import * as appText from "#messages/app";
import { JobsApiError } from "../../jobs/index.js";
import { isMissingPart } from "../missingParts.js";
import { Link } from "../router.js";
import type { AsyncState } from "../useAsync.js";
import { Button } from "./Button.js";

/** What the browser's tab says: the page's title, and before it what waits for the user. */
export const tab = { mark: "", title: document.title };

/** Name the page in the browser's tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    tab.title = appText.pageTitle(title);
    document.title = tab.mark + tab.title;
  }, [title]);
}

/** Go on at the page itself, where what had the focus is gone. */
export function focusPage(): void {
  document.getElementById("main")?.focus({ preventScroll: true });
}

/** A page's head on plain ground: what it is, what stands beside the name, and what can be done. */
export function PageHead(props: {
  readonly title: string;
  readonly children?: React.ReactNode;
  readonly beside?: React.ReactNode;
}): React.ReactNode {
  usePageTitle(props.title);
  return (
    <header className="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.beside && <span className="hint">{props.beside}</span>}
      </div>
      {props.children && <div className="actions no-print">{props.children}</div>}
    </header>
  );
}

/** A link that looks as what is to be done first. */
export function MainLink(props: {
  readonly to: string;
  readonly children: string;
}): React.ReactNode {
  return (
    <Link className="button primary" href={props.to}>
      {props.children}
    </Link>
  );
}

/** Where there is nothing: why, and what to do; a whole page, or a part of one below its head. */
export function Empty(props: {
  readonly title: string;
  readonly children?: React.ReactNode;
  readonly action?: React.ReactNode;
  readonly isPart?: boolean;
}): React.ReactNode {
  const Heading = props.isPart ? "h2" : "h1";
  return (
    <div className="empty">
      <Heading>{props.title}</Heading>
      {props.children && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}

/** A short message with a tone; a screen reader says a bad one at once. */
export function Note(props: {
  readonly tone: "bad" | "good";
  readonly children: React.ReactNode;
}): React.ReactNode {
  return (
    <div className="note" data-tone={props.tone} role={props.tone === "bad" ? "alert" : "status"}>
      {props.children}
    </div>
  );
}

interface TroubleProps {
  readonly error: Error;
  readonly onAgain?: (() => void) | undefined;
}

/** What did not work, in the API's own words, with its name in the server's log. */
export function Trouble({ error, onAgain }: TroubleProps): React.ReactNode {
  const ours = error instanceof JobsApiError ? error : undefined;
  return (
    <Note tone="bad">
      <p>{ours?.message ?? (isMissingPart(error) ? appText.partMissing : appText.didNotWork)}</p>
      {ours?.requestId && (
        <p className="hint">
          {appText.reportAs} <code>{ours.requestId}</code>
        </p>
      )}
      {onAgain && (
        <Button look="small" onClick={onAgain}>
          {appText.tryAgain}
        </Button>
      )}
    </Note>
  );
}

/** What stands there until something is loaded. */
export function Skeleton({ lines }: { readonly lines: number }): React.ReactNode {
  return (
    <div className="skeleton list" role="status">
      <span className="visually-hidden">{appText.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} aria-hidden="true" />
      ))}
    </div>
  );
}

/** What was loaded; before that, so many lines in its place; and why it could not be loaded. */
export function Loaded<Value>(props: {
  readonly from: AsyncState<Value>;
  readonly lines: number;
  readonly onAgain: () => void;
  readonly children: (value: Value) => React.ReactNode;
}): React.ReactNode {
  const { from, lines, onAgain, children } = props;
  return (
    <>
      {from.state === "failed" && <Trouble error={from.error} onAgain={onAgain} />}
      {from.state === "loading" && <Skeleton lines={lines} />}
      {from.value !== undefined && children(from.value)}
    </>
  );
}
