/** What the app knows of each type of job besides what the API says; a new type needs no entry. */
import { ENGLISH, type JobLabels } from "../jobs/index.js";
import { labelOf } from "./forms/labels.js";

interface Look {
  /** Its name where there is little room. */
  readonly short: string;
  /** What it is good for, in a sentence. */
  readonly about: string;
  /** What comes of it. */
  readonly outcome: string;
  /** What its button says. */
  readonly verb: string;
  /** What is said of its fields, to the user who fills them in. */
  readonly help: Readonly<Record<string, string>>;
  /** The `d` of an SVG path on a field of 24 by 24, drawn as a line. */
  readonly icon: string;
}

/** The well-known types, in the order in which they are offered. */
export const LOOKS: Readonly<Record<string, Look>> = {
  "skill-gap-analysis": {
    short: "Skill gap",
    about: "What a role asks for, what you have, what to learn first.",
    outcome: "A score, the gaps by weight, and a way to learn them",
    verb: "Find my gap",
    help: {
      targetRole: "",
      industry: "Leave it empty for all of them.",
      currentSkills: "Enter makes one of each.",
      jobDescription: "Counts for a role of which there is too little data.",
    },
    icon: "M4 20V10m6 10V4m6 16v-7m5 7H3",
  },
  "resume-optimization": {
    short: "Résumé",
    about: "A sharper résumé for a role. No invented facts.",
    outcome: "Your own document, changed where you agree",
    verb: "Sharpen my résumé",
    help: { targetRole: "", jobDescription: "Makes the keywords those of this employer." },
    icon: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
  },
  "career-insights": {
    short: "Insights",
    about: "How a field is hiring: pay, demand, employers.",
    outcome: "How many postings, what they pay, and which skills move",
    verb: "Look at the market",
    help: { domain: "", region: "Leave it empty for everywhere." },
    icon: "M3 17l6-6 4 4 8-9m-5 0h5v5",
  },
};

/** Return a type's name where there is little room. */
export function shortName(type: string): string {
  return LOOKS[type]?.short ?? labelOf(type);
}

/** What the notifications call and draw a job by its type. */
export const LABELS = {
  title: labelOf,
  icon: (type: string): string => LOOKS[type]?.icon ?? ENGLISH.icon(type),
} satisfies Partial<JobLabels>;
