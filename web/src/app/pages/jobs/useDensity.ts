/** How close the rows of the list stand; kept on this device. */
import { useState } from "react";

import { keepChoice, readChoice } from "../../deviceChoice.js";

export type Density = "comfortable" | "compact";

/** Return how close they stand, and what changes that. */
export function useDensity(): readonly [Density, (density: Density) => void] {
  const [density, setDensity] = useState(() =>
    readChoice<Density>("density", ["comfortable", "compact"]),
  );
  const choose = (chosen: Density): void => {
    keepChoice("density", chosen);
    setDensity(chosen);
  };
  return [density, choose];
}
