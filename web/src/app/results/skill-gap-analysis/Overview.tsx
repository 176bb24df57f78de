/** The answer in words: what to do first, and what lies behind it. */
import * as skillGapText from "#messages/skillGapAnalysis";
import { sentencesIn } from "../../messages/intl.js";
import type { SkillGapAnalysis } from "./schemas.js";
import { splitStep } from "./rows.js";
import "./overview.css";

export function Overview(props: {
  readonly narrative: SkillGapAnalysis["narrative"];
}): React.ReactNode {
  const { title, rest } = splitStep(props.narrative.nextStep);
  const [first = "", ...more] = props.narrative.overview.split(/\n\s*\n/u);
  return (
    <section className="part overview" id="answer" aria-label={skillGapText.PARTS.answer}>
      <div className="first-step">
        <h2>{title}</h2>
        <p>{rest}</p>
      </div>
      <div className="overview-words">
        <p>{first}</p>
        {more.length > 0 && (
          <details>
            <summary>{readOn(more)}</summary>
            {more.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </details>
        )}
      </div>
    </section>
  );
}

/** Say how much more there is to read. */
function readOn(paragraphs: readonly string[]): string {
  return skillGapText.readOn(paragraphs.reduce((sum, each) => sum + sentencesIn(each), 0));
}
