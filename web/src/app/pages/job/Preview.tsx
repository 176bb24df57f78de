/** What is written so far, whatever its form: headlines large, texts as texts, lists as rows. */
import { labelOf } from "#messages/job";

type Fields = Readonly<Record<string, unknown>>;

export function Preview({ value }: { readonly value: Fields }): React.ReactNode {
  return Object.entries(value).map(([name, each]) => <Part key={name} name={name} value={each} />);
}

function Part(props: { readonly name: string; readonly value: unknown }): React.ReactNode {
  const { name, value } = props;
  if (typeof value === "string" && value)
    return /headline|title/i.test(name) ? <h2>{value}</h2> : <p className="text">{value}</p>;
  if (Array.isArray(value)) return <Rows name={name} values={value as readonly unknown[]} />;
  return isFields(value) ? <Preview value={value} /> : null;
}

function Rows(props: {
  readonly name: string;
  readonly values: readonly unknown[];
}): React.ReactNode {
  const { name, values } = props;
  const rows = values.map(textsOf).filter((texts) => texts.length > 0);
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{labelOf(name)}</h3>
      <ul className="preview-rows">
        {rows.map(([first = "", ...rest], index) => (
          // Rows of a text that grows have no other key.
          <li key={index} data-single={rest.length === 0}>
            {rest.length > 0 ? <strong>{first}</strong> : first} {rest.join(" ")}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Return the texts of a row, in the order in which they were written. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value ? [value] : [];
  return isFields(value) ? Object.values(value).flatMap(textsOf) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
