/** The first page that a user sees: what this is, and how to sign in. */
import { Brand } from "../ui/Brand.js";
import { Button } from "../ui/Button.js";
import { Note, usePageTitle } from "../ui/page.js";
import { useAttempt } from "../useAttempt.js";
import { LocalSignIn } from "./LocalSignIn.js";
import type { SignIn } from "./signIn.js";

interface Props {
  readonly signIn: SignIn;
}

/** What a user can do something about, by Firebase's code. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  "auth/popup-closed-by-user": "The window was closed before the sign-in was done.",
  "auth/cancelled-popup-request": "The window was closed before the sign-in was done.",
  "auth/popup-blocked": "Your browser has blocked the sign-in window. Allow it for this page.",
  "auth/network-request-failed": "The sign-in service cannot be reached. Check your connection.",
};

export function SignInPage({ signIn }: Props): React.ReactNode {
  usePageTitle("Sign in");
  return (
    <main className="welcome" id="main" tabIndex={-1}>
      <section className="welcome-words stack">
        <Brand />
        <h1>Career answers that run while you do something else.</h1>
        <p>
          Ask for a skill gap analysis, a better résumé or the state of a market. Leave the page,
          close the laptop: the result waits for you on every device.
        </p>
      </section>
      <SignInWays signIn={signIn} />
    </main>
  );
}

function SignInWays({ signIn }: Props): React.ReactNode {
  const { asPerson, withGoogle, withoutAccount, people } = signIn;
  const { isBusy, error, run } = useAttempt();
  const { code = "" } = (error ?? {}) as { readonly code?: string };
  const trouble = EXPLANATIONS[code] ?? "That did not work. Try again in a moment.";
  return (
    <section className="card" aria-labelledby="sign-in">
      <h2 id="sign-in">Sign in</h2>
      {error && <Note tone="bad">{trouble}</Note>}
      {withGoogle && (
        <Button look="primary wide" disabled={isBusy} onClick={() => void run(withGoogle)}>
          Continue with Google
        </Button>
      )}
      {asPerson && <LocalSignIn {...{ people, isBusy, run, asPerson }} />}
      {withoutAccount && <p className="divider hint">or</p>}
      {withoutAccount && (
        <Button look="wide" disabled={isBusy} onClick={() => void run(withoutAccount)}>
          Try it without an account
        </Button>
      )}
    </section>
  );
}
