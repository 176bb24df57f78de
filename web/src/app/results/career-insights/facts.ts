/** The four facts of a market, each with what it is measured against. Pure. */
import * as insightsText from "#messages/careerInsights";
import { pay as payOf, relative, whole } from "../../messages/intl.js";
import type { Fact } from "../parts/HeadFacts.js";
import type { CareerInsights } from "./schemas.js";

/** Return the facts that the data has. */
export function factsOf({ sample, trend, pay }: CareerInsights): readonly Fact[] {
  const { change, marketChange, direction } = trend;
  const { medianUsd } = pay.overall ?? {};
  return [
    { value: whole(sample.postings), meaning: insightsText.postingsInYear },
    ...(change === undefined
      ? []
      : [{ value: relative(change), meaning: insightsText.againstBefore(direction === "steady") }]),
    ...(marketChange === undefined
      ? []
      : [{ value: relative(marketChange), meaning: insightsText.wholeMarket }]),
    ...(medianUsd === undefined
      ? []
      : [
          {
            value: payOf(medianUsd),
            meaning: sample.level ? insightsText.medianAtLevel : insightsText.medianPay,
          },
        ]),
  ];
}
