/** On which side of its mark a label stands, so that it is over nothing else. Pure. */

/** A label ends at its mark, stands over its middle, or begins there. */
export type Side = "end" | "middle" | "start";

/** Marks of a scale of 100 that are nearer to each other share the room to their outer sides. */
const CLOSE = 34;
/** A label over a mark so near to an end stands inside. */
const EDGE = 14;

/** Return the side of each label, for marks in rising order. */
export function alignLabels(values: readonly number[]): readonly Side[] {
  return values.map((value, index) => {
    const before = values[index - 1];
    const after = values[index + 1];
    if (value < EDGE) return "start";
    if (value > 100 - EDGE) return "end";
    if (before !== undefined && value - before < CLOSE) return "start";
    if (after !== undefined && after - value < CLOSE) return "end";
    return "middle";
  });
}
