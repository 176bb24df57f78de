/** What a role is read as, said before any figure of it: of another name than was asked for. */
import * as resultText from "#messages/result";
import { hasWordsOf } from "../../forms/suggestions.js";

interface Role {
  readonly asked: string;
  readonly matched?: string | undefined;
}

/** A sentence; nothing where the role has the words that were asked for, or is none. */
export function ReadAs({ role: { asked, matched } }: { readonly role: Role }): React.ReactNode {
  if (!matched || hasWordsOf(asked, matched)) return null;
  return <p>{resultText.readAs(asked, matched)}</p>;
}
