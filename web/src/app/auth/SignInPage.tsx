/** The first page that a user sees: what this does, shown by a true result, and how to sign in. */
import * as signInText from "#messages/signIn";
import { Brand } from "../ui/Brand.js";
import { Button } from "../ui/Button.js";
import { Note, usePageTitle } from "../ui/page.js";
import { useAttempt, type Attempt } from "../useAttempt.js";
import { DemoPeople } from "./DemoPeople.js";
import { EmailSignIn } from "./EmailSignIn.js";
import { Proof, ProofScale } from "./Proof.js";
import "./signIn.css";
import type { SignIn } from "./signIn.js";
import { troubleOf } from "./trouble.js";

interface Props {
  readonly signIn: SignIn;
}

export default function SignInPage({ signIn }: Props): React.ReactNode {
  usePageTitle(signInText.tab);
  const attempt = useAttempt();
  return (
    <main className="welcome" id="main" tabIndex={-1}>
      <section className="welcome-proof" aria-label={signInText.proof}>
        <Brand />
        <h1>{signInText.headline}</h1>
        <p>{signInText.about}</p>
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
  const { asPerson, byLink, withGoogle, withoutAccount, people } = signIn;
  const { isBusy, error, run } = attempt;
  return (
    <section className="welcome-ways" aria-labelledby="sign-in">
      <div>
        <h2 id="sign-in">{signInText.title}</h2>
        {withoutAccount && <p className="hint">{signInText.noAccount}</p>}
      </div>
      {error && <Note tone="bad">{troubleOf(error)}</Note>}
      <TryIt {...{ signIn, attempt }} look="primary large wide" className="welcome-later" />
      {withoutAccount && <p className="divider hint welcome-later">{signInText.or}</p>}
      {withGoogle && (
        <Button
          look={withoutAccount ? "large wide" : "primary large wide"}
          disabled={isBusy}
          onClick={() => void run(withGoogle)}
        >
          {signInText.google}
        </Button>
      )}
      {byLink && withGoogle && <p className="divider hint">{signInText.or}</p>}
      {byLink && <EmailSignIn {...{ byLink, attempt }} isOnly={!withGoogle && !withoutAccount} />}
      {asPerson && <DemoPeople {...{ people, isBusy, run, asPerson }} />}
      <p className="hint">{signInText.yours}</p>
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
        {signInText.tryIt}
      </Button>
    </div>
  );
}
