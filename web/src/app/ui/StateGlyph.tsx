/**
 * Whose turn it is with a job, as a shape; the word stands beside it. Ours are rings: dotted while it
 * waits, whole in the queue, its real share while it runs. The user's is a diamond. What is over is a
 * disc, a square or a slashed ring: no two differ by colour alone.
 */
import type { JobState } from "../../jobs/index.js";

/** A shape's name. */
export type Glyph = JobState["state"] | "retrying" | "stopping" | "turn";

/** Return the shape of a job's state. */
export function glyphOf(job: JobState): Glyph {
  if (job.state === "queued" && job.error) return "retrying";
  if (job.state === "suspended" && job.question) return "turn";
  return job.state === "running" && job.isCancelling ? "stopping" : job.state;
}

const RING = 2 * Math.PI * 7;

interface Props {
  readonly glyph: string;
  /** How much of a running job is done, 0 to 100. */
  readonly percent?: number | undefined;
}

/** A state's shape; an unknown state has the plain ring. */
export function StateGlyph({ glyph, percent = 0 }: Props): React.ReactNode {
  return (
    <svg className="glyph" viewBox="0 0 20 20" data-glyph={glyph} aria-hidden="true">
      {glyph === "running" ? (
        <RunningRing percent={percent} />
      ) : (
        (SHAPES[glyph] ?? SHAPES["queued"])
      )}
    </svg>
  );
}

function RunningRing({ percent }: { readonly percent: number }): React.ReactNode {
  const done = (RING * Math.max(4, percent)) / 100;
  return (
    <>
      <circle className="rest" cx="10" cy="10" r="7" />
      <circle
        cx="10"
        cy="10"
        r="7"
        strokeWidth="3"
        strokeLinecap="butt"
        strokeDasharray={`${done.toFixed(1)} 99`}
        transform="rotate(-90 10 10)"
      />
    </>
  );
}

const DOTTED = <circle cx="10" cy="10" r="7" strokeDasharray="2.200 2.200" strokeLinecap="butt" />;

const SHAPES: Readonly<Record<string, React.ReactNode>> = {
  waiting: DOTTED,
  suspended: DOTTED,
  queued: <circle cx="10" cy="10" r="7" />,
  retrying: <path d="M16.500 10a6.500 6.500 0 1 1-2-4.700M16 2v4h-4" strokeWidth="2.200" />,
  stopping: (
    <>
      {DOTTED}
      <rect className="filled" x="7" y="7" width="6" height="6" />
    </>
  ),
  turn: <path className="filled" d="M10 1l9 9-9 9-9-9z" />,
  succeeded: (
    <>
      <circle className="filled" cx="10" cy="10" r="9" />
      <path className="cut" d="M6 10.300l2.800 2.700L14 7.500" strokeWidth="2.200" />
    </>
  ),
  failed: (
    <>
      <rect className="filled" x="1.500" y="1.500" width="17" height="17" rx="2.500" />
      <path className="cut" d="M7 7l6 6m0-6l-6 6" strokeWidth="2.200" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="10" cy="10" r="7.500" />
      <path d="M4.800 15.200L15.200 4.800" />
    </>
  ),
};
