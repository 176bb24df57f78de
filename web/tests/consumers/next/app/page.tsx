import { ENGLISH } from "@careerlens/jobs";
import { Suspense } from "react";

import { Example } from "./Example";

type Query = Promise<Readonly<Record<string, string | undefined>>>;

/** Rendered on the server and streamed: who is signed in is known after the shell. */
export default function Page({ searchParams }: { readonly searchParams: Query }) {
  return (
    <main>
      <h1>{ENGLISH.title("skill-gap-analysis")}</h1>
      <Suspense fallback={<p>Signing in</p>}>
        <SignedIn query={searchParams} />
      </Suspense>
    </main>
  );
}

async function SignedIn({ query }: { readonly query: Query }) {
  const { user = "", token = "" } = await query;
  // As long as a session is looked for in a store.
  await new Promise((resolve) => setTimeout(resolve, 200));
  return <Example session={{ user: { id: user }, token }} />;
}
