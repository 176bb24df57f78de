/** Sign-in in the local cloud, where any address will do. */
import { useState } from "react";

import { firstOf } from "../../jobs/model/graphemes.js";
import type { DemoPerson } from "../config.js";
import { Button } from "../ui/Button.js";
import { instead, onText } from "../ui/events.js";
import { Icon } from "../ui/Icon.js";
import type { Attempt } from "../useAttempt.js";

interface Props extends Pick<Attempt, "isBusy" | "run"> {
  readonly people: readonly DemoPerson[];
  readonly asPerson: (email: string) => Promise<unknown>;
}

/** Type an address, or choose a demo user. */
export function LocalSignIn(props: Props): React.ReactNode {
  return (
    <>
      <AddressForm {...props} />
      <p className="hint">This is the local cloud: there are no passwords, any address will do.</p>
      <DemoPeople {...props} />
    </>
  );
}

function DemoPeople({ people, isBusy, run, asPerson }: Props): React.ReactNode {
  return (
    <ul className="people" aria-label="Demo people">
      {people.map(({ email, name }) => (
        <li key={email}>
          <button
            type="button"
            className="choice"
            disabled={isBusy}
            onClick={() => void run(() => asPerson(email))}
          >
            <span className="avatar" aria-hidden="true">
              {firstOf(name, 1)}
            </span>
            <span>
              <strong>{name}</strong> <small>{email}</small>
            </span>
            <Icon name="next" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function AddressForm({ isBusy, run, asPerson }: Props): React.ReactNode {
  const [email, setEmail] = useState("");
  return (
    <form onSubmit={instead(() => void run(() => asPerson(email)))} className="field">
      <label htmlFor="email">E-mail</label>
      <div className="mail-line">
        <input
          id="email"
          type="email"
          required
          autoComplete="email"
          placeholder="you@example.com"
          value={email}
          onChange={onText(setEmail)}
        />
        <Button type="submit" disabled={isBusy}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
