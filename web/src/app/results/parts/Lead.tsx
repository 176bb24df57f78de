/** The head of a result: what it comes to. */
import type { ReactElement, ReactNode } from "react";

/** What a result is about and comes to, with its number where it has one. */
export function Lead(props: {
  readonly about: string;
  readonly headline: ReactNode;
  readonly children?: ReactNode;
  /** A `Ring`. */
  readonly ring?: ReactNode;
}): ReactElement {
  return (
    <section className="card lead">
      {props.ring}
      <div>
        <p className="eyebrow">{props.about}</p>
        <h2>{props.headline}</h2>
        {props.children && <p>{props.children}</p>}
      </div>
    </section>
  );
}
