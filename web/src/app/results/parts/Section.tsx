/** A part of a result. */
import type { ReactElement, ReactNode } from "react";

/** A part of a result. */
export function Section(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly note?: ReactNode;
}): ReactElement {
  return (
    <section className="card">
      <h2>{props.title}</h2>
      {props.children}
      {props.note && <p className="hint">{props.note}</p>}
    </section>
  );
}
