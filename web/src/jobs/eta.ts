/** `@careerlens/jobs/eta`: when a job will be done, as far as that can be said. */
export {
  etaOf,
  placeInLine,
  type Eta,
  type Usual,
  type UsualSpan,
  type UsualTimes,
} from "./model/eta.js";
export { useUsualTimes } from "./react/useUsualTimes.js";
