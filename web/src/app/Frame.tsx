/** What stands around every page: the way to the others, who is signed in, the connection. */
import { lazy, Suspense, useEffect, useState } from "react";

import * as appText from "#messages/app";
import { hasEnded, useBackgroundJobs, type Connection } from "../jobs/index.js";
import { firstOf } from "../jobs/model/graphemes.js";
import { useSession } from "./auth/signIn.js";
import { FindJob } from "./FindJob.js";
import { Link, useRoute } from "./router.js";
import { Brand } from "./ui/Brand.js";
import { Icon } from "./ui/Icon.js";

/** Loaded when it is opened for the first time. */
const UserMenu = lazy(() => import("./menus/UserMenu.js"));

export function Frame({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  const { jobs, isKnown, connection } = useBackgroundJobs({ includeDismissed: true });
  const { page } = useRoute();
  const { api } = useSession();
  useEffect(() => {
    // Not of the first load. Without an answer types are called by their names.
    Promise.all([api.jobTypes(), import("./jobTypes.js")]).then(([types, { showTypes }]) => {
      showTypes(types);
    }, Boolean);
  }, [api]);
  return (
    <>
      <a className="skip" href="#main">
        {appText.skipToContent}
      </a>
      <header className="frame no-print">
        <Link href="/new" aria-label={appText.home}>
          <Brand />
        </Link>
        <Nav unfinished={jobs.filter((job) => !hasEnded(job) && !job.parentId).length} />
        <div className="who">
          {page !== "jobs" && page !== "operator" && <FindJob />}
          <Who />
        </div>
      </header>
      <ConnectionBar connection={connection} isShowing={isKnown} />
      {children}
    </>
  );
}

const LINKS = [
  { to: "/new", name: appText.newJob, icon: "add", pages: ["new"] },
  { to: "/jobs", name: appText.myJobs, icon: "list", pages: ["jobs", "job"] },
  { to: "/operator", name: appText.consolePage, icon: "search", pages: ["operator"] },
] as const;

function Nav({ unfinished }: { readonly unfinished: number }): React.ReactNode {
  const { person } = useSession();
  const { page } = useRoute();
  const seesAll = person.isOperator || person.isViewer;
  const count = (
    <span className="count">
      {unfinished} <span className="visually-hidden">{appText.underWay}</span>
    </span>
  );
  return (
    <nav aria-label={appText.mainNavigation}>
      {LINKS.slice(0, seesAll ? 3 : 2).map(({ to, name, icon, pages }) => {
        const isHere = (pages as readonly string[]).includes(page);
        return (
          <Link key={to} href={to} aria-current={isHere ? "page" : undefined}>
            <Icon name={icon} />
            <span className="word">{name}</span>
            {to === "/jobs" && unfinished > 0 && count}
          </Link>
        );
      })}
    </nav>
  );
}

function Who(): React.ReactNode {
  const { person } = useSession();
  const letters = initials(person.name);
  const label = appText.accountOf(letters, person.name);
  const [isOpened, setOpened] = useState(false);
  const button = (
    <button
      type="button"
      className="who-button"
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={setOpened.bind(null, true)}
    >
      {letters}
    </button>
  );
  if (!isOpened) return button;
  return (
    <Suspense fallback={button}>
      <UserMenu label={label} initials={letters} />
    </Suspense>
  );
}

function initials(name: string): string {
  const words =
    name
      .split("@")[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const letters = words.slice(0, 2).map((word) => firstOf(word, 1));
  return letters.join("").toUpperCase() || "?";
}

function ConnectionBar(props: {
  readonly connection: Connection;
  /** There are jobs to be seen. */
  readonly isShowing: boolean;
}): React.ReactNode {
  const { state } = props.connection;
  const words = state === "connecting" && !props.isShowing ? "" : appText.connection[state];
  return (
    <div role="status" className="connection no-print" data-state={state}>
      {words && <p>{words}</p>}
    </div>
  );
}
