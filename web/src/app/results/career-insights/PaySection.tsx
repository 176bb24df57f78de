/** What is paid, in all and by experience. */
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
export function PaySection(props: { readonly result: CareerInsights }): React.ReactNode {
  const { pay, narrative } = props.result;
  const { overall, byLevel = [] } = pay;
  const levels = byLevel.map((level) => {
    const { fromYears, toYears } = level;
    const years =
      toYears === undefined ? `${String(fromYears)}+` : `${String(fromYears)}–${String(toYears)}`;
    return [`${LEVELS[level.level]}, ${years} years`, level] as const;
  });
  const groups = [...(overall ? [["All", overall] as const] : []), ...levels];
  if (groups.length === 0) return null;
  const note = "The bar is the middle half of the postings, the mark the median.";
  return (
    <Section title="Pay a year" note={note}>
      <Sentences sentences={narrative.pay} />
      <PayBars groups={groups} />
    </Section>
  );
}
