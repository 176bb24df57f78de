/** What comes of a type of job, beside its form. */
import { LOOKS } from "../../jobTypes.js";

/** What each is made of, in its result's order. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  "skill-gap-analysis": [
    "Your score from 0 to 100, and where it could be",
    "Each skill that postings ask for, with its share and what you have",
    "A path of the largest gaps, in weeks, with hours for each",
    "Roles that fit better, where there are any",
  ],
  "resume-optimization": [
    "Each change beside your own line, to accept or to keep yours",
    "The keywords of the role: yours, and those that are missing",
    "Questions that only you can answer",
    "No new facts: no name, number, date or employer is added",
  ],
  "career-insights": [
    "Postings a month, against the year before",
    "What they pay, by level, with yours marked",
    "Skills that rise and fall, and what is only chance",
    "Who hires",
  ],
};

export function WhatYouGet({ type }: { readonly type: string }): React.ReactNode {
  const look = LOOKS[type];
  if (!look) return null;
  return (
    <aside className="paper what-you-get" aria-label="What you get">
      <p className="hint">What you get</p>
      <h2>{look.outcome}</h2>
      <ul className="list">
        {(PARTS[type] ?? []).map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      <p className="hint">Every number in the text is checked against the figures.</p>
    </aside>
  );
}
