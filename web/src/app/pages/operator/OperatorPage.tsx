/** The console, for operators and viewers: a page for each question about all users' jobs. */
import { useSession } from "../../auth/signIn.js";
import type { Route } from "../../route.js";
import { Link } from "../../router.js";
import { Empty } from "../../ui/page.js";
import { AuditView } from "./AuditView.js";
import { JobView } from "./JobView.js";
import { JobsView } from "./JobsView.js";
import { NowView } from "./NowView.js";
import "./operator.css";

type Props = Extract<Route, { readonly page: "operator" }>;

const VIEWS = [
  { view: "now", to: "/operator", name: "Now" },
  { view: "jobs", to: "/operator/jobs", name: "Jobs" },
  { view: "audit", to: "/operator/audit", name: "Audit" },
] as const;

/** The API refuses who is neither operator nor viewer; here they are only told so. */
export default function OperatorPage(route: Props): React.ReactNode {
  const { person } = useSession();
  if (!person.isOperator && !person.isViewer)
    return (
      <Empty title="For operators only">
        Ask the administrator of this service for the claim “operator” or “viewer”.
      </Empty>
    );
  return (
    <>
      <nav className="barrel console-tabs no-print" aria-label="Console">
        {VIEWS.map(({ view, to, name }) => (
          <Link key={view} href={to} aria-current={view === route.view ? "page" : undefined}>
            {name}
          </Link>
        ))}
        <span className="hint">
          {person.name}, {person.isOperator ? "operator" : "viewer: sees all, changes nothing"}
        </span>
      </nav>
      <View {...route} />
    </>
  );
}

function View({ view, jobId, query }: Props): React.ReactNode {
  if (view === "now") return <NowView query={query} />;
  if (view === "audit") return <AuditView />;
  return jobId === undefined ? <JobsView query={query} /> : <JobView jobId={jobId} />;
}
