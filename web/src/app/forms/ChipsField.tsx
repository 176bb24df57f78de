/** A list of short texts: Enter, a comma or leaving the field makes a chip, Backspace takes one. */
import { useState, type ClipboardEvent, type KeyboardEvent, type ReactElement } from "react";

interface ChipsFieldProps {
  readonly id: string;
  readonly values: readonly string[];
  readonly placeholder: string | undefined;
  readonly maxItems: number | undefined;
  readonly maxLength: number | undefined;
  readonly onChange: (values: readonly string[]) => void;
  readonly "aria-invalid"?: boolean | undefined;
  readonly "aria-describedby"?: string | undefined;
}

/** A field for a list of short texts. */
export function ChipsField(props: ChipsFieldProps): ReactElement {
  const { values, maxItems, maxLength, placeholder, onChange, ...common } = props;
  const [typed, setTyped] = useState("");
  const isFull = maxItems !== undefined && values.length >= maxItems;

  const add = (text: string): void => {
    onChange(withAdded(values, text, maxItems));
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if ((event.key === "Enter" || event.key === ",") && typed.trim()) {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && !typed) {
      onChange(values.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData("text");
    if (!/[,;\n]/.test(text)) return;
    event.preventDefault();
    add(typed + text);
  };

  return (
    <div className="chips">
      {values.map((value) => (
        <Chip
          key={value}
          value={value}
          onRemove={() => {
            onChange(values.filter((each) => each !== value));
          }}
        />
      ))}
      <input
        {...common}
        type="text"
        value={typed}
        maxLength={maxLength}
        disabled={isFull}
        placeholder={values.length === 0 ? placeholder : isFull ? "That is all" : "Add another"}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          if (typed.trim()) add(typed);
        }}
      />
    </div>
  );
}

function Chip(props: { readonly value: string; readonly onRemove: () => void }): ReactElement {
  return (
    <span className="chip">
      {props.value}
      <button type="button" aria-label={`Remove ${props.value}`} onClick={props.onRemove}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M7 7l10 10M17 7L7 17" />
        </svg>
      </button>
    </span>
  );
}

/** Return a list with the parts of a text added: trimmed, each once, so many at the most. */
export function withAdded(
  values: readonly string[],
  text: string,
  maxItems = Number.POSITIVE_INFINITY,
): readonly string[] {
  const parts = text.split(/[,;\n]/).map((part) => part.trim());
  return [...new Set([...values, ...parts.filter(Boolean)])].slice(0, maxItems);
}
