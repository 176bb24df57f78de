/** What a user should know before going on. */
import type { ReactElement, ReactNode } from "react";

/** A short message with a tone; a screen reader says a bad one at once. */
export function Note(props: {
  readonly tone: "bad" | "info" | "good";
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="note" data-tone={props.tone} role={props.tone === "bad" ? "alert" : "status"}>
      {props.children}
    </div>
  );
}
