/** The first page that anybody sees: what this is, and how to sign in. */
import { useState, type ReactElement, type SyntheticEvent } from "react";

import { Brand } from "../ui/Brand.js";
import { Note } from "../ui/Note.js";
import { usePageTitle } from "../ui/page.js";
import type { SignIn } from "./signIn.js";

/** The sign-in page. */
export function SignInPage({ signIn }: { readonly signIn: SignIn }): ReactElement {
  usePageTitle("Sign in");
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const run = (way: () => Promise<void>) => (): void => {
    setBusy(true);
    setTrouble("");
    way()
      .catch((error: unknown) => {
        setTrouble(sayWhy(error));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  const { asPerson, withGoogle, withoutAccount } = signIn;
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
      <section className="card welcome-card" aria-labelledby="sign-in">
        <h2 id="sign-in">Sign in</h2>
        {trouble && <Note tone="bad">{trouble}</Note>}
        {withGoogle && (
          <button
            type="button"
            className="button primary wide"
            disabled={isBusy}
            onClick={run(withGoogle)}
          >
            Continue with Google
          </button>
        )}
        {asPerson && (
          <LocalSignIn people={signIn.people} isBusy={isBusy} run={run} asPerson={asPerson} />
        )}
        {withoutAccount && (
          <>
            <p className="divider">
              <span>or</span>
            </p>
            <button
              type="button"
              className="button wide"
              disabled={isBusy}
              onClick={run(withoutAccount)}
            >
              Try it without an account
            </button>
          </>
        )}
      </section>
    </main>
  );
}

function LocalSignIn(props: {
  readonly people: SignIn["people"];
  readonly isBusy: boolean;
  readonly run: (way: () => Promise<void>) => () => void;
  readonly asPerson: (email: string) => Promise<void>;
}): ReactElement {
  const { people, isBusy, run, asPerson } = props;
  const [email, setEmail] = useState("");
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    run(() => asPerson(email))();
  };
  return (
    <>
      <ul className="people" aria-label="Demo people">
        {people.map((person) => (
          <li key={person.email}>
            <button
              type="button"
              className="person"
              disabled={isBusy}
              onClick={run(() => asPerson(person.email))}
            >
              <span className="avatar" aria-hidden="true">
                {person.name.charAt(0)}
              </span>
              <span>
                <strong>{person.name}</strong>
                <small>{person.email}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={onSubmit} className="stack">
        <div className="field">
          <label htmlFor="email">E-mail of anybody else</label>
          <input
            id="email"
            type="email"
            required
            autoComplete="email"
            placeholder="you@example.com"
            value={email}
            onChange={(event) => {
              setEmail(event.target.value);
            }}
          />
        </div>
        <button type="submit" className="button primary wide" disabled={isBusy}>
          Sign in
        </button>
      </form>
      <p className="hint">This is the local cloud: no password, and nobody is who they say.</p>
    </>
  );
}

/** Say why a sign-in did not work, as far as a person can do something about it. */
function sayWhy(error: unknown): string {
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
