/** A job's spans as bars on one axis of time. Pure. */
import type { AnyJob, Span } from "./console.js";

/** A span with its place, in shares of the whole. */
export interface Bar {
  readonly span: Span;
  readonly name: string;
  readonly start: number;
  readonly size: number;
  /** Milliseconds; until now, while it lasts. Of several calls their sum. */
  readonly took: number;
}

/** Return a job's bars, and how long all of it took, in milliseconds. */
export function barsOf(job: AnyJob, now: number): { bars: readonly Bar[]; whole: number } {
  const from = Math.min(
    Date.parse(job.createdAt),
    ...job.spans.map(({ startsAt }) => Date.parse(startsAt)),
  );
  const endOf = ({ endsAt }: Span): number => (endsAt === undefined ? now : Date.parse(endsAt));
  const last = job.finishedAt === undefined ? now : Date.parse(job.finishedAt);
  const whole = Math.max(1, last - from, ...job.spans.map((span) => endOf(span) - from));
  const bars = job.spans.map((span) => {
    const start = Date.parse(span.startsAt) - from;
    const lasts = Math.max(0, endOf(span) - from - start);
    const took = span.seconds === undefined ? lasts : span.seconds * 1000;
    return { span, name: nameOf(span), start: start / whole, size: lasts / whole, took };
  });
  return { bars, whole };
}

function nameOf({ kind, name, model, waitsFor, calls = 1 }: Span): string {
  const times = calls > 1 ? ` × ${String(calls)}` : "";
  switch (kind) {
    case "waiting":
      if (waitsFor === undefined) return "Waited";
      return waitsFor === "parts"
        ? `Waited for its parts: ${name}`
        : `Waited for an answer: ${name}`;
    case "attempt":
      return `Attempt ${name}`;
    case "step":
      return name;
    case "model":
      return `${model ?? "Model"}: ${name}${times}`;
    case "query":
      return `Query: ${name}${times}`;
  }
}
