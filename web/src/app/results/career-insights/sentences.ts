/** Sentences as one text; nothing where there are none. Pure. */
import type { Sentence } from "./schemas.js";

export function textOf(sentences: readonly Sentence[]): string | undefined {
  return sentences.length === 0 ? undefined : sentences.map(({ text }) => text).join(" ");
}
