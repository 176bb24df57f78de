/** What stands around every page: the way to the others, who is signed in, the connection. */
import type { ReactElement, ReactNode } from "react";

import { useBackgroundJobs, type Connection } from "../jobs/index.js";
import { useSession } from "./auth/signIn.js";
import { Link, useRoute } from "./router.js";
import { Brand } from "./ui/Brand.js";
import { Button } from "./ui/Button.js";

/** The frame of every page. */
export function Frame({ children }: { readonly children: ReactNode }): ReactElement {
  const { person, signIn } = useSession();
  const { jobs, isKnown, connection } = useBackgroundJobs();
  const { page } = useRoute();
  const unfinished = jobs.filter(
    ({ state }) => state === "queued" || state === "running" || state === "waiting",
  ).length;
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="frame no-print">
        <div className="frame-inner">
          <Link href="/new" className="brand-link" aria-label="CareerLens, new analysis">
            <Brand />
          </Link>
          <nav aria-label="Main">
            <NavLink href="/new" isHere={page === "new"}>
              New
            </NavLink>
            <NavLink href="/jobs" isHere={page === "jobs" || page === "job"}>
              My jobs
              {unfinished > 0 && (
                <span className="count" aria-label={`${String(unfinished)} under way`}>
                  {unfinished}
                </span>
              )}
            </NavLink>
            {person.isOperator && (
              <NavLink href="/operator" isHere={page === "operator"}>
                Operator
              </NavLink>
            )}
          </nav>
          <div className="who">
            <span className="who-name" title={person.name}>
              {person.name}
            </span>
            <Button
              look="small"
              onClick={() => {
                void signIn.signOut();
              }}
            >
              Sign out
            </Button>
          </div>
        </div>
      </header>
      <ConnectionBar connection={connection} isShowing={isKnown} />
      {children}
    </>
  );
}

function NavLink(props: {
  readonly href: string;
  readonly isHere: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Link href={props.href} aria-current={props.isHere ? "page" : undefined}>
      {props.children}
    </Link>
  );
}

function ConnectionBar(props: {
  readonly connection: Connection;
  /** There are jobs to be seen. */
  readonly isShowing: boolean;
}): ReactElement {
  const { connection, isShowing } = props;
  const words = {
    connecting: isShowing && "Connecting. This is the last state this device knows.",
    offline: "You are offline. This is the last state this device knows; it goes on by itself.",
    polling: "Live updates are blocked on this network. Checking every few seconds instead.",
  }[connection.state as string];
  return (
    <div role="status" className="no-print">
      {words && (
        <p className="connection" data-state={connection.state}>
          {words}
        </p>
      )}
    </div>
  );
}
