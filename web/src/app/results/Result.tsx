/**
 * What came of a job, drawn by its type: the file `Result.tsx` of the folder that is named as the
 * type. Each is loaded when it is needed.
 */
import { lazy } from "react";

import { ValueView } from "./parts/ValueView.js";
import "./result.css";

type Drawing = React.ComponentType<{ readonly result: unknown }>;

const DRAWINGS: Readonly<Record<string, Drawing>> = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: Drawing }>("./*/Result.tsx")).map(([file, load]) => [
    file.split("/")[1] ?? file,
    lazy(load),
  ]),
);

/** A result; one of a type that has no drawing here is shown as what it is. */
export default function Result(props: {
  readonly type: string;
  readonly result: unknown;
}): React.ReactNode {
  const Drawing = DRAWINGS[props.type];
  if (!Drawing)
    return (
      <section className="card">
        <ValueView value={props.result} />
      </section>
    );
  return (
    <div className="result stack">
      <Drawing result={props.result} />
    </div>
  );
}
