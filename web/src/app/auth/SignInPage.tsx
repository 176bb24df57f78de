/** The first page that a user sees: what this is, and how to sign in. */
import { useState, type ReactElement } from "react";

import { Brand } from "../ui/Brand.js";
import { Button } from "../ui/Button.js";
import { Note } from "../ui/Note.js";
import { usePageTitle } from "../ui/page.js";
import { LocalSignIn } from "./LocalSignIn.js";
import type { SignIn } from "./signIn.js";

interface Props {
  readonly signIn: SignIn;
}

/** The sign-in page. */
export function SignInPage({ signIn }: Props): ReactElement {
  usePageTitle("Sign in");
  return (
    <main className="welcome" id="main" tabIndex={-1}>
      <section className="welcome-words">
        <Brand />
        <h1>Career answers that run while you do something else.</h1>
        <p>
          Ask for a skill gap analysis, a better résumé or the state of a market. Leave the page,
          close the laptop: the result waits for you on every device.
        </p>
      </section>
      <SignInCard signIn={signIn} />
    </main>
  );
}

function SignInCard({ signIn }: Props): ReactElement {
  const { asPerson, withGoogle, withoutAccount } = signIn;
  const { isBusy, trouble, run } = useAttempt();
  return (
    <section className="card" aria-labelledby="sign-in">
      <h2 id="sign-in">Sign in</h2>
      {trouble && <Note tone="bad">{trouble}</Note>}
      {withGoogle && (
        <Button look="primary wide" disabled={isBusy} onClick={run(withGoogle)}>
          Continue with Google
        </Button>
      )}
      {asPerson && (
        <LocalSignIn people={signIn.people} isBusy={isBusy} run={run} asPerson={asPerson} />
      )}
      {withoutAccount && (
        <>
          <p className="divider">
            <span>or</span>
          </p>
          <Button look="wide" disabled={isBusy} onClick={run(withoutAccount)}>
            Try it without an account
          </Button>
        </>
      )}
    </section>
  );
}

interface Attempt {
  readonly isBusy: boolean;
  /** Why the last one did not work. */
  readonly trouble: string;
  readonly run: (way: () => Promise<void>) => () => void;
}

/** Return what tries a way to sign in, and how that goes. */
function useAttempt(): Attempt {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const run = (way: () => Promise<void>) => (): void => {
    setBusy(true);
    setTrouble("");
    way()
      .catch((error: unknown) => {
        setTrouble(explain(error));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, trouble, run };
}

/** Return why a sign-in did not work, as far as the user can do something about it. */
function explain(error: unknown): string {
  const { code = "" } = error as { readonly code?: string };
  switch (code) {
    case "auth/popup-closed-by-user":
    case "auth/cancelled-popup-request":
      return "The window was closed before the sign-in was done.";
    case "auth/popup-blocked":
      return "Your browser has blocked the sign-in window. Allow it for this page.";
    case "auth/network-request-failed":
      return "The sign-in service cannot be reached. Check your connection.";
    default:
      return "That did not work. Try again in a moment.";
  }
}
