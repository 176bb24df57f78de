/** What stands around every page: the way to the others, who is signed in, the connection. */
import { hasEnded, useBackgroundJobs, type Connection } from "../jobs/index.js";
import { useSession } from "./auth/signIn.js";
import { Link, useRoute } from "./router.js";
import { Brand } from "./ui/Brand.js";
import { Button } from "./ui/Button.js";

export function Frame({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  const { jobs, isKnown, connection } = useBackgroundJobs();
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="frame no-print">
        <Link href="/new" className="brand-link" aria-label="CareerLens, new analysis">
          <Brand />
        </Link>
        <Nav unfinished={jobs.filter((job) => !hasEnded(job)).length} />
        <Who />
      </header>
      <ConnectionBar connection={connection} isShowing={isKnown} />
      {children}
    </>
  );
}

const LINKS = [
  { to: "/new", name: "New", pages: ["new"] },
  { to: "/jobs", name: "My jobs", pages: ["jobs", "job"] },
  { to: "/operator", name: "Operator", pages: ["operator"] },
];

function Nav({ unfinished }: { readonly unfinished: number }): React.ReactNode {
  const { person } = useSession();
  const { page } = useRoute();
  const count = (
    <span className="count" aria-label={`${String(unfinished)} under way`}>
      {unfinished}
    </span>
  );
  return (
    <nav aria-label="Main">
      {LINKS.slice(0, person.isOperator ? 3 : 2).map(({ to, name, pages }) => (
        <Link key={to} href={to} aria-current={pages.includes(page) ? "page" : undefined}>
          {name} {to === "/jobs" && unfinished > 0 && count}
        </Link>
      ))}
    </nav>
  );
}

function Who(): React.ReactNode {
  const { person, signIn } = useSession();
  return (
    <div className="who">
      <span className="who-name hint" title={person.name}>
        {person.name}
      </span>
      <Button look="small" onClick={() => void signIn.signOut()}>
        Sign out
      </Button>
    </div>
  );
}

function ConnectionBar(props: {
  readonly connection: Connection;
  /** There are jobs to be seen. */
  readonly isShowing: boolean;
}): React.ReactNode {
  const { state } = props.connection;
  const words = {
    connecting: props.isShowing && "Connecting. This is the last state this device knows.",
    offline: "You are offline. This is the last state this device knows; it goes on by itself.",
    polling: "Live updates are blocked on this network. Checking every few seconds instead.",
  }[state as string];
  return (
    <div role="status" className="connection no-print" data-state={state}>
      {words && <p>{words}</p>}
    </div>
  );
}
