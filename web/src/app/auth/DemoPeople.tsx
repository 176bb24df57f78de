/** The demo users of the local cloud, each one click away. */
import * as signInText from "#messages/signIn";
import { firstOf } from "../../jobs/model/graphemes.js";
import type { DemoPerson } from "../config.js";
import { Icon } from "../ui/Icon.js";
import type { Attempt } from "../useAttempt.js";

interface Props extends Pick<Attempt, "isBusy" | "run"> {
  readonly people: readonly DemoPerson[];
  readonly asPerson: (email: string) => Promise<unknown>;
}

export function DemoPeople({ people, isBusy, run, asPerson }: Props): React.ReactNode {
  return (
    <ul className="people" aria-label={signInText.people}>
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
