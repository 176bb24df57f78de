/**
 * What came of a job, drawn by its type: the file `Result.tsx` of the folder that is named as the
 * type. Each is loaded when it is needed.
 */
import { lazy } from "react";

import { atOnce } from "../atOnce.js";
import { AboutContext, type About } from "./about.js";
import { Asked } from "./parts/Asked.js";
import { Tools } from "./parts/Tools.js";
import { ValueView } from "./parts/ValueView.js";
import "./result.css";

type Drawing = React.ComponentType<{ readonly result: unknown }>;

const LOAD: Readonly<Record<string, () => Promise<{ default: Drawing }>>> = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: Drawing }>("./*/Result.tsx")).map(([file, load]) => [
    file.split("/")[1] ?? file,
    atOnce(load),
  ]),
);
const DRAWINGS: Readonly<Record<string, Drawing>> = Object.fromEntries(
  Object.entries(LOAD).map(([type, load]) => [type, lazy(load)]),
);

/** Begin to load what a type's results are drawn with. */
export function loadDrawing(type: string): void {
  LOAD[type]?.().then(nothing, nothing);
}

/** A result; one of a type that has no drawing here is shown as what it is. */
export default function Result({ about }: { readonly about: About }): React.ReactNode {
  const Drawing = DRAWINGS[about.type];
  return (
    <AboutContext value={about}>
      <div className="result">
        {Drawing ? <Drawing result={about.result} /> : <Plain about={about} />}
      </div>
    </AboutContext>
  );
}

function Plain({ about }: { readonly about: About }): React.ReactNode {
  return (
    <>
      <ValueView value={about.result} />
      <Asked />
      <div className="no-print">
        <Tools text={JSON.stringify(about.result, null, 2)} />
      </div>
    </>
  );
}

function nothing(): void {
  // What does not come is said where it is drawn.
}
