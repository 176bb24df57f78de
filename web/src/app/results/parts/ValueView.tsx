/** Anything, drawn for people: what a job of an unknown type results in, a preview, an input. */
import { labelOf } from "#messages/job";
import * as resultText from "#messages/result";
import { firstOf } from "../../../jobs/model/graphemes.js";
import { decimal } from "../../messages/intl.js";
import "./values.css";

interface ValueViewProps {
  readonly value: unknown;
  /** Long texts are folded. */
  readonly isCompact?: boolean | undefined;
}

const LONG = 240;

export function ValueView({ value, isCompact }: ValueViewProps): React.ReactNode {
  if (isNothing(value)) return null;
  if (Array.isArray(value))
    return <ListView values={value as readonly unknown[]} isCompact={isCompact} />;
  if (typeof value !== "object" || value === null)
    return <TextView text={plainText(value)} isCompact={isCompact} />;
  const shown = Object.entries<unknown>({ ...value }).filter(([, each]) => !isNothing(each));
  return (
    <dl className="values list">
      {shown.map(([name, each]) => (
        <div key={name}>
          <dt>{labelOf(name)}</dt>
          <dd>
            <ValueView value={each} isCompact={isCompact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ListView(props: {
  readonly values: readonly unknown[];
  readonly isCompact: boolean | undefined;
}): React.ReactNode {
  const { values, isCompact } = props;
  const areShort = values.every(
    (value) => typeof value !== "object" && plainText(value).length < 40,
  );
  return (
    <ul className={areShort ? "tags" : "list"}>
      {values.map((value, index) => (
        // Items of a list of anything have no other key.
        <li key={index}>
          <ValueView value={value} isCompact={isCompact} />
        </li>
      ))}
    </ul>
  );
}

function TextView(props: {
  readonly text: string;
  readonly isCompact: boolean | undefined;
}): React.ReactNode {
  const { text, isCompact } = props;
  if (!isCompact || text.length <= LONG) return <span className="text">{text}</span>;
  return (
    <details>
      <summary>{firstOf(text, LONG / 2).trimEnd()}…</summary>
      <span className="text">{text}</span>
    </details>
  );
}

function plainText(value: unknown): string {
  if (typeof value === "number") return decimal(value);
  if (typeof value === "boolean") return value ? resultText.yes : resultText.no;
  return String(value);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return Array.isArray(value) && value.length === 0;
}
