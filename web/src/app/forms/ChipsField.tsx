/** A list of short texts: Enter, a comma or leaving the field makes a chip, Backspace takes one. */
import { useState } from "react";

import * as formText from "#messages/form";
import { onText } from "../ui/events.js";

interface ChipsFieldProps extends React.AriaAttributes {
  readonly id: string;
  readonly values: readonly string[];
  readonly placeholder: string | undefined;
  /** The id of a list that it completes from. */
  readonly list: string | undefined;
  readonly maxItems: number | undefined;
  readonly maxLength: number | undefined;
  readonly onChange: (values: readonly string[]) => void;
}

export function ChipsField(props: ChipsFieldProps): React.ReactNode {
  const { values, maxItems, placeholder, onChange, ...common } = props;
  const typing = useTyping(props);
  const isFull = maxItems !== undefined && values.length >= maxItems;
  const remove = (value: string): void => {
    onChange(values.filter((each) => each !== value));
  };
  return (
    <div className="chips">
      {values.map((value) => (
        <Chip key={value} value={value} onRemove={remove} />
      ))}
      <input
        {...common}
        {...typing}
        type="text"
        disabled={isFull}
        placeholder={
          values.length === 0 ? placeholder : isFull ? formText.thatIsAll : formText.addAnother
        }
      />
    </div>
  );
}

/** Return what the field for the next chip does with what is typed. */
function useTyping({ values, maxItems, onChange }: ChipsFieldProps) {
  const [typed, setTyped] = useState("");
  const add = (text: string): void => {
    onChange(withAdded(values, text, maxItems));
    setTyped("");
  };
  return {
    value: typed,
    onChange: onText(setTyped),
    onBlur() {
      if (typed.trim()) add(typed);
    },
    onKeyDown(event: React.KeyboardEvent) {
      if ((event.key === "Enter" || event.key === ",") && typed.trim()) {
        event.preventDefault();
        add(typed);
      } else if (event.key === "Backspace" && !typed) {
        onChange(values.slice(0, -1));
      }
    },
    onPaste(event: React.ClipboardEvent) {
      const text = event.clipboardData.getData("text");
      if (!/[,;\n]/.test(text)) return;
      event.preventDefault();
      add(typed + text);
    },
  };
}

interface ChipProps {
  readonly value: string;
  readonly onRemove: (value: string) => void;
}

function Chip({ value, onRemove }: ChipProps): React.ReactNode {
  return (
    <span className="chip">
      {value}
      <button
        type="button"
        aria-label={formText.removeOne(value)}
        onClick={onRemove.bind(null, value)}
      >
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
