/** Find a job by its name or tag, from any page: it leads to the list. */
import { useRef, useState } from "react";

import * as appText from "#messages/app";
import { navigate } from "./router.js";
import { instead, onText } from "./ui/events.js";
import { Icon } from "./ui/Icon.js";
import { useKeys } from "./ui/keys.js";

export function FindJob(): React.ReactNode {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => field.current?.focus() });
  const go = (): void => {
    navigate(`/jobs?${new URLSearchParams({ q: text.trim() }).toString()}`);
  };
  return (
    <form className="find" role="search" aria-label={appText.findJob} onSubmit={instead(go)}>
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={appText.findJob}
        placeholder={appText.findJob}
        value={text}
        enterKeyHint="search"
        onChange={onText(setText)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
