/** Sentences as a paragraph; nothing where there are none. */
import type { Sentence } from "./schemas.js";

export function Sentences(props: { readonly sentences: readonly Sentence[] }): React.ReactNode {
  if (props.sentences.length === 0) return null;
  return <p>{props.sentences.map(({ text }) => text).join(" ")}</p>;
}
