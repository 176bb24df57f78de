/** What every result is made of: what it comes to, its parts, and where its figures are from. */

/** What a result is about and comes to, with its number where it has one. */
export function Lead(props: {
  readonly about: string;
  readonly headline: string;
  readonly children?: React.ReactNode;
  /** A `Ring`. */
  readonly ring?: React.ReactNode;
}): React.ReactNode {
  return (
    <section className="card lead">
      {props.ring}
      <div>
        <p className="hint">{props.about}</p>
        <h2>{props.headline}</h2>
        {props.children && <p>{props.children}</p>}
      </div>
    </section>
  );
}

/** A part of a result. */
export function Section(props: {
  readonly title: string;
  readonly children: React.ReactNode;
  readonly note?: React.ReactNode;
}): React.ReactNode {
  return (
    <section className="card">
      <h2>{props.title}</h2>
      {props.children}
      {props.note && <p className="hint">{props.note}</p>}
    </section>
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
  const writer = generatedBy.model === "offline" ? "rules, without a model" : generatedBy.model;
  if (sample === undefined) {
    return <footer className="hint">Words: {writer}; every number in them was checked.</footer>;
  }
  const date = new Date(`${sample.dataDate}T12:00:00Z`).toLocaleDateString();
  return (
    <footer className="hint">
      <p>{sample.note}</p>
      <p>
        Figures: {dataSource}, up to {date}. Words: {writer}; every number in them was checked
        against the figures.
      </p>
    </footer>
  );
}
