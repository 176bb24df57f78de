/** When a job will be done, in the app's words. Pure. */
import * as etaText from "#messages/eta";
import type { Eta } from "../jobs/eta.js";
import { span } from "./messages/intl.js";

/** Return what can be said of when a job will be done, without a capital or a full stop. */
export function etaWords(eta: Eta): string {
  switch (eta.kind) {
    case "again":
      return etaText.again(eta.inMs);
    case "place":
      return etaText.inLine(eta.place);
    case "late":
      return etaText.late;
    case "range":
      return rangeWords(eta.fromMs, eta.toMs);
  }
}

function rangeWords(fromMs: number, toMs: number): string {
  if (fromMs < 1000) return etaText.upTo(toMs);
  return span(fromMs) === span(toMs) ? etaText.about(toMs) : etaText.between(fromMs, toMs);
}
