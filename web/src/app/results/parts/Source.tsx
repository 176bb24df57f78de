/** The foot of a result: where the figures are from, and what wrote the words. */
import type { ReactElement } from "react";

/** What every result says about its origin. */
export interface Origin {
  readonly sample: { readonly note: string; readonly dataDate: string };
  readonly dataSource: string;
  readonly generatedBy: { readonly model: string };
}

/** Where the figures of a result are from, and what wrote its words. */
export function Source({ result }: { readonly result: Origin }): ReactElement {
  const { sample, dataSource, generatedBy } = result;
  const writer = generatedBy.model === "offline" ? "rules, without a model" : generatedBy.model;
  return (
    <footer className="source">
      <p>{sample.note}</p>
      <p>
        Figures: {dataSource}, up to {new Date(`${sample.dataDate}T12:00:00Z`).toLocaleDateString()}
        . Words: {writer}; every number in them was checked against the figures.
      </p>
    </footer>
  );
}
