/** What a review does without, and what only the person can tell. */
import * as resumeText from "#messages/resumeOptimization";
import { Section } from "../parts/Section.js";
import type { Missing, Question } from "./schemas.js";

/** What is missing from this review, and why. */
export function MissingParts(props: {
  readonly missing: readonly Missing[] | undefined;
}): React.ReactNode {
  const { missing = [] } = props;
  if (missing.length === 0) return null;
  return (
    <ul className="without" aria-label={resumeText.withoutParts}>
      {missing.map(({ part, message }) => (
        <li key={part}>{message}</li>
      ))}
    </ul>
  );
}

/** Questions whose answers would mend a line; each leads to it. */
export function Questions(props: {
  readonly questions: readonly Question[] | undefined;
  /** Return the id of the line on the page in which something stands. */
  readonly placeOf: (start: number) => string | undefined;
}): React.ReactNode {
  const { questions = [], placeOf } = props;
  if (questions.length === 0) return null;
  return (
    <Section id="questions" title={resumeText.onlyYouKnow} sub={resumeText.answersSub}>
      <ul className="findings questions">
        {questions.map(({ start, question, text }) => (
          <li key={start}>
            <strong>{question}</strong>
            <q>{text.trim()}</q>
            <a className="no-print" href={`#${placeOf(start) ?? "changes"}`}>
              {resumeText.showOnPage}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
