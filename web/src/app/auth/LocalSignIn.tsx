/** Sign-in in the local cloud, where any address will do. */
import { useState, type ReactElement, type SyntheticEvent } from "react";

import type { DemoPerson } from "../config.js";

interface Props {
  readonly people: readonly DemoPerson[];
  readonly isBusy: boolean;
  readonly run: (way: () => Promise<void>) => () => void;
  readonly asPerson: (email: string) => Promise<void>;
}

/** Choose a demo user, or type an address. */
export function LocalSignIn(props: Props): ReactElement {
  return (
    <>
      <DemoPeople {...props} />
      <AddressForm {...props} />
      <p className="hint">This is the local cloud: there are no passwords, any address will do.</p>
    </>
  );
}

function DemoPeople({ people, isBusy, run, asPerson }: Props): ReactElement {
  return (
    <ul className="people" aria-label="Demo people">
      {people.map(({ email, name }) => (
        <li key={email}>
          <button
            type="button"
            className="person"
            disabled={isBusy}
            onClick={run(() => asPerson(email))}
          >
            <span className="avatar" aria-hidden="true">
              {name.charAt(0)}
            </span>
            <span>
              <strong>{name}</strong>
              <small>{email}</small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function AddressForm({ isBusy, run, asPerson }: Props): ReactElement {
  const [email, setEmail] = useState("");
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    run(() => asPerson(email))();
  };
  return (
    <form onSubmit={onSubmit} className="stack">
      <div className="field">
        <label htmlFor="email">Any other e-mail address</label>
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
  );
}
