/** What a result comes to, in a few numbers on the barrel. */
import "./facts.css";

/** A number, and what it says. */
export interface Fact {
  readonly value: string;
  readonly meaning: string;
}

export function HeadFacts(props: {
  readonly label: string;
  readonly facts: readonly Fact[];
}): React.ReactNode {
  return (
    <ul className="head-facts" aria-label={props.label}>
      {props.facts.map(({ value, meaning }) => (
        <li key={meaning}>
          <strong>{value}</strong>
          <span>{meaning}</span>
        </li>
      ))}
    </ul>
  );
}
