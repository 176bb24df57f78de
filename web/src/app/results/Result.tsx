/** What came of a job, drawn by its type; each drawing is loaded when it is needed. */
import { lazy, type ComponentType, type ReactElement } from "react";

import type { JobResults } from "../../jobs/index.js";
import { ValueView } from "./ValueView.js";

type Drawings = {
  readonly [Type in keyof JobResults]: ComponentType<{ readonly result: JobResults[Type] }>;
};

const DRAWINGS: Drawings = {
  "skill-gap-analysis": lazy(() => import("./SkillGapResult.js")),
  "career-insights": lazy(() => import("./InsightsResult.js")),
  "resume-optimization": lazy(() => import("./ResumeResult.js")),
};

/** A result; one of a type that this version does not know is drawn as what it is. */
export default function Result(props: {
  readonly type: string;
  readonly result: unknown;
}): ReactElement {
  const { type, result } = props;
  if (!(type in DRAWINGS))
    return (
      <section className="card">
        <ValueView value={result} />
      </section>
    );
  const Drawing = DRAWINGS[type as keyof Drawings] as ComponentType<{ readonly result: unknown }>;
  return (
    <div className="result">
      <Drawing result={result} />
    </div>
  );
}
