/** A choice of a few, side by side. */
import "./segments.css";

interface SegmentsProps<Choice extends string> {
  readonly name: string;
  readonly label: string;
  /** What is chosen from, each with its name. */
  readonly choices: Readonly<Record<Choice, string>>;
  readonly chosen: Choice;
  readonly onChoose: (choice: Choice) => void;
}

export function Segments<Choice extends string>(props: SegmentsProps<Choice>): React.ReactNode {
  const { name, label, choices, chosen, onChoose } = props;
  return (
    <div className="segments no-print" role="radiogroup" aria-label={label}>
      {(Object.keys(choices) as Choice[]).map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name={name}
            checked={choice === chosen}
            onChange={onChoose.bind(null, choice)}
          />
          {choices[choice]}
        </label>
      ))}
    </div>
  );
}
