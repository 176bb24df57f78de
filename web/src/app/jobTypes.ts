/** What the app knows of each type of job besides what the API says; a new type needs no entry. */
import { ENGLISH, type JobLabels } from "../jobs/index.js";
import { labelOf } from "./forms/labels.js";

interface Look {
  /** What it is good for, in a sentence. */
  readonly about: string;
  /** The `d` of an SVG path on a field of 24 by 24, drawn as a line. */
  readonly icon: string;
}

/** The well-known types, in the order in which they are offered. */
export const LOOKS: Readonly<Record<string, Look>> = {
  "skill-gap-analysis": {
    about: "What a role asks for, what you have, and what to learn first.",
    icon: "M4 20V10m6 10V4m6 16v-7m5 7H3",
  },
  "resume-optimization": {
    about: "A sharper résumé for a role, without a single invented fact.",
    icon: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
  },
  "career-insights": {
    about: "How a line of business is hiring: pay, demand, employers, skills.",
    icon: "M3 17l6-6 4 4 8-9m-5 0h5v5",
  },
};

/** What the notifications call and draw a job by its type. */
export const LABELS = {
  title: labelOf,
  icon: (type: string): string => LOOKS[type]?.icon ?? ENGLISH.icon(type),
} satisfies Partial<JobLabels>;
