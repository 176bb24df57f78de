/** The four facts of a market, each with what it is measured against. Pure. */
import { money, relative, whole } from "../numbers.js";
import type { CareerInsights } from "./schemas.js";

/** A number, and what it says. */
export interface Fact {
  readonly value: string;
  readonly meaning: string;
}

/** Return the facts that the data has. */
export function factsOf({ sample, trend, pay }: CareerInsights): readonly Fact[] {
  const { change, marketChange, direction } = trend;
  const { medianUsd } = pay.overall ?? {};
  const chance = direction === "steady" ? "; chance explains it" : "";
  return [
    { value: whole(sample.postings), meaning: "postings in 12 months" },
    ...(change === undefined
      ? []
      : [{ value: relative(change), meaning: `against the year before${chance}` }]),
    ...(marketChange === undefined
      ? []
      : [{ value: relative(marketChange), meaning: "the whole market" }]),
    ...(medianUsd === undefined
      ? []
      : [
          {
            value: money(medianUsd),
            meaning: sample.level ? "median pay at your level" : "median pay",
          },
        ]),
  ];
}
