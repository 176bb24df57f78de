/** The first page that a user sees: what this does, shown by a true result, and how to sign in. */
import { Brand } from "../ui/Brand.js";
import { Button } from "../ui/Button.js";
import { Note, usePageTitle } from "../ui/page.js";
import { useAttempt, type Attempt } from "../useAttempt.js";
import { LocalSignIn } from "./LocalSignIn.js";
import { Proof, ProofScale } from "./Proof.js";
import "./signIn.css";
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

export default function SignInPage({ signIn }: Props): React.ReactNode {
  usePageTitle("Sign in");
  const attempt = useAttempt();
  return (
    <main className="welcome" id="main" tabIndex={-1}>
      <section className="welcome-proof" aria-label="What CareerLens does">
        <Brand />
        <h1>See how far you are from the job you want.</h1>
        <p>
          CareerLens reads what employers ask for, holds it against what you can do, and says what
          to learn first. It works while you do something else.
        </p>
        <TryIt {...{ signIn, attempt }} look="turn large wide" className="welcome-first" />
        <ProofScale />
        <Proof />
      </section>
      <SignInWays {...{ signIn, attempt }} />
    </main>
  );
}

interface WaysProps extends Props {
  readonly attempt: Attempt;
}

function SignInWays({ signIn, attempt }: WaysProps): React.ReactNode {
  const { asPerson, withGoogle, withoutAccount, people } = signIn;
  const { isBusy, error, run } = attempt;
  const { code = "" } = (error ?? {}) as { readonly code?: string };
  const trouble = EXPLANATIONS[code] ?? "That did not work. Try again in a moment.";
  return (
    <section className="welcome-ways" aria-labelledby="sign-in">
      <div>
        <h2 id="sign-in">Sign in</h2>
        {withoutAccount && (
          <p className="hint">Or start without an account. What you make stays on this device.</p>
        )}
      </div>
      {error && <Note tone="bad">{trouble}</Note>}
      <TryIt {...{ signIn, attempt }} look="primary large wide" className="welcome-later" />
      {withoutAccount && <p className="divider hint welcome-later">or</p>}
      {withGoogle && (
        <Button
          look={withoutAccount ? "large wide" : "primary large wide"}
          disabled={isBusy}
          onClick={() => void run(withGoogle)}
        >
          Continue with Google
        </Button>
      )}
      {asPerson && <LocalSignIn {...{ people, isBusy, run, asPerson }} />}
      <p className="hint">Your résumé stays yours: delete it, or all of it, at any time.</p>
    </section>
  );
}

interface TryItProps extends WaysProps {
  readonly look: React.ComponentProps<typeof Button>["look"];
  readonly className: string;
}

/** Once beside the other ways, and on phones before the proof: only one of them is shown. */
function TryIt({ signIn, attempt, look, className }: TryItProps): React.ReactNode {
  const { withoutAccount } = signIn;
  if (!withoutAccount) return null;
  return (
    <div className={className}>
      <Button
        {...(look && { look })}
        disabled={attempt.isBusy}
        onClick={() => void attempt.run(withoutAccount)}
      >
        Try it without an account
      </Button>
    </div>
  );
}
