/** What a review does without, and what only the person can tell. */
import type { Missing, Question } from "./schemas.js";
import { Section } from "../parts/Section.js";

const NOTE = "Put the answers into these bullets, if you know them: nothing is made up for you.";

/** What is missing from this review, and why. */
export function MissingParts(props: {
  readonly missing: readonly Missing[] | undefined;
}): React.ReactNode {
  const { missing = [] } = props;
  if (missing.length === 0) return null;
  return (
    <Section title="What this review does without">
      <ul className="findings list">
        {missing.map(({ part, message }) => (
          <li key={part}>{message}</li>
        ))}
      </ul>
    </Section>
  );
}

/** Questions whose answers would mend a bullet. */
export function Questions(props: {
  readonly questions: readonly Question[] | undefined;
}): React.ReactNode {
  const { questions = [] } = props;
  if (questions.length === 0) return null;
  return (
    <Section title="What only you know" note={NOTE}>
      <ul className="findings list">
        {questions.map(({ start, question, text }) => (
          <li key={start}>
            <q className="clamped">{text.trim()}</q>
            <span>{question}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
