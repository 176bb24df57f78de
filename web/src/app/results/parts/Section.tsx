/** What every result is made of: its parts, and where its figures are from. */
import * as resultText from "#messages/result";
import "./section.css";

/** A part of a result. */
export function Section(props: {
  /** By which the head's contents lead to it. */
  readonly id?: string;
  readonly title: string;
  readonly children: React.ReactNode;
  /** What the marks of its chart mean. */
  readonly legend?: React.ReactNode;
  /** A choice of how it is shown. */
  readonly choice?: React.ReactNode;
  /** What its chart says, in a sentence. */
  readonly sub?: React.ReactNode;
  readonly note?: React.ReactNode;
}): React.ReactNode {
  const { id, title, children, legend, choice, sub, note } = props;
  return (
    <section className="part" id={id} aria-label={title}>
      <div className="part-head">
        <h2>{title}</h2>
        {legend}
        {choice && <div className="part-choice">{choice}</div>}
      </div>
      {sub && <p className="part-sub">{sub}</p>}
      {children}
      {note && <div className="part-note">{note}</div>}
    </section>
  );
}

/** What the marks of a chart mean. */
export function Legend(props: {
  readonly marks: readonly (readonly [mark: string, meaning: string])[];
}): React.ReactNode {
  return (
    <ul className="legend">
      {props.marks.map(([mark, meaning]) => (
        <li key={mark} data-mark={mark}>
          {meaning}
        </li>
      ))}
    </ul>
  );
}

/** What every result says about its origin. */
interface Origin {
  /** Absent where the data has nothing on what was asked. */
  readonly sample?: { readonly note: string; readonly dataDate: string };
  readonly dataSource: string;
  readonly generatedBy: { readonly model: string };
}

/** Where the figures of a result are from, and what wrote its words. */
export function Source({ result }: { readonly result: Origin }): React.ReactNode {
  const { sample, dataSource, generatedBy } = result;
  const origin = sample && { note: sample.note, source: dataSource, date: sample.dataDate };
  return <footer className="source">{resultText.origin(generatedBy.model, origin)}</footer>;
}
