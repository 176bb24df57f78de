/** The app: who is signed in, which page is shown, and the notifications on every page. */
import { lazy, startTransition, Suspense, useEffect, useMemo, useRef, useState } from "react";

import * as appText from "#messages/app";
import { JobsProvider, type JobsClient } from "../jobs/index.js";
import type { AppApi } from "./api.js";
import { SessionContext, type Person, type SignIn } from "./auth/signIn.js";
import { forgetDrafts } from "./forms/drafts.js";
import { Frame } from "./Frame.js";
import { MissingPage } from "./pages/MissingPage.js";
import { LOAD, loadSignIn } from "./pages.js";
import type { Route } from "./route.js";
import { Links, useRoute } from "./router.js";
import { Boundary } from "./ui/Boundary.js";
import { Skeleton } from "./ui/page.js";

const Notifications = lazy(() => import("./Notifications.js"));
const SignInPage = lazy(loadSignIn);
const JobsPage = lazy(LOAD.jobs);
const JobPage = lazy(LOAD.job);
const NewJobPage = lazy(LOAD.new);
const AccountPage = lazy(LOAD.account);
const RepeatingPage = lazy(LOAD.repeating);
const OperatorPage = lazy(LOAD.operator);

interface AppProps {
  readonly signIn: SignIn;
  readonly client: JobsClient;
  readonly api: AppApi;
}

export function App({ signIn, client, api }: AppProps): React.ReactNode {
  const [person, setPerson] = useState<Person | null>();
  useEffect(
    () =>
      signIn.watch((changed) => {
        // Drawn in pieces: a whole page comes with it.
        startTransition(() => {
          setPerson(changed);
        });
      }),
    [signIn],
  );
  useEffect(() => {
    if (person !== undefined) forgetDrafts(person?.uid ?? null);
  }, [person]);
  const session = useMemo(() => person && { person, signIn, api }, [person, signIn, api]);
  const starting = <div className="starting" role="status" aria-label={appText.loading} />;
  if (session === undefined) return starting;
  if (session === null)
    return (
      <Boundary>
        <Suspense fallback={starting}>
          <SignInPage signIn={signIn} />
        </Suspense>
      </Boundary>
    );
  return (
    <SessionContext value={session}>
      <JobsProvider client={client}>
        <Links>
          <Frame>
            <Pages key={session.person.uid} />
          </Frame>
        </Links>
        <Boundary>
          <Suspense fallback={null}>
            <Notifications onOpen={client.actions.dismissJob} />
          </Suspense>
        </Boundary>
      </JobsProvider>
    </SessionContext>
  );
}

function Pages(): React.ReactNode {
  const route = useRoute();
  const name = pageName(route);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // A keyboard or a screen reader goes on at the new page, not at the old link.
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [name]);
  return (
    <main id="main" ref={main} tabIndex={-1}>
      <Boundary key={name}>
        <Suspense fallback={<Skeleton lines={5} />}>
          <Page route={route} />
        </Suspense>
      </Boundary>
    </main>
  );
}

function Page({ route }: { readonly route: Route }): React.ReactNode {
  switch (route.page) {
    case "new":
      return <NewJobPage type={route.type} from={route.from} />;
    case "jobs":
      return <JobsPage query={route.query} />;
    case "job":
      return <JobPage key={route.jobId} jobId={route.jobId} />;
    case "account":
      return <AccountPage />;
    case "repeating":
      return <RepeatingPage {...route} />;
    case "operator":
      return <OperatorPage {...route} />;
    case "missing":
      return <MissingPage />;
  }
}

function pageName(route: Route): string {
  if (route.page === "job") return `job ${route.jobId}`;
  if (route.page === "operator") return `operator ${route.view} ${route.jobId ?? ""}`;
  return route.page === "new" ? `new ${route.type ?? ""}` : route.page;
}
