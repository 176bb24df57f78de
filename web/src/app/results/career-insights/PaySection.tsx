/** What is paid, in all and by experience. */
import type { ReactElement } from "react";

import type { CareerInsights, Level } from "./schemas.js";
import { Section } from "../parts/Section.js";
import { PayBars } from "./PayBars.js";
import { Sentences } from "./Sentences.js";

/** What the levels of experience are called. */
export const LEVELS: Readonly<Record<Level, string>> = {
  starting: "Starting",
  experienced: "Experienced",
  senior: "Senior",
  expert: "Expert",
};

/** What is paid; nothing where no posting says it. */
export function PaySection(props: { readonly result: CareerInsights }): ReactElement | null {
  const { pay, narrative } = props.result;
  const { overall, byLevel = [] } = pay;
  const groups = [
    ...(overall ? [["All", overall] as const] : []),
    ...byLevel.map(
      (level) =>
        [`${LEVELS[level.level]}, ${years(level.fromYears, level.toYears)}`, level] as const,
    ),
  ];
  if (groups.length === 0) return null;
  return (
    <Section
      title="Pay a year"
      note="The bar is the middle half of the postings, the mark the median."
    >
      <Sentences sentences={narrative.pay} />
      <PayBars groups={groups} />
    </Section>
  );
}

function years(from: number, to: number | undefined): string {
  return to === undefined ? `${String(from)}+ years` : `${String(from)}–${String(to)} years`;
}
