/** A text, or a file instead of it, which saves copying the text out. */
import { useState, type ReactElement } from "react";

import type { Field } from "./field.js";
import { FileDrop } from "./FileDrop.js";
import { FaultText } from "./FormField.js";
import "../ui/segments.css";

const MAX_BYTES = 700 * 1024;

type Way = "file" | "text";
const WAYS: readonly (readonly [Way, string])[] = [
  ["file", "Upload a file"],
  ["text", "Paste the text"],
];

interface FileFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly text: string;
  readonly file: File | undefined;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
  readonly onFile: (file: File | undefined) => void;
}

/** A field for a text or a file. */
export function FileField(props: FileFieldProps): ReactElement {
  const { id, field, text, file, onText, onFile } = props;
  const [way, setWay] = useState<Way>(text ? "text" : "file");
  const [tooLarge, setTooLarge] = useState("");
  const take = (chosen: File | undefined): void => {
    const isTooLarge = chosen !== undefined && chosen.size > MAX_BYTES;
    setTooLarge(isTooLarge ? "A file may have 700 KB at the most." : "");
    onFile(isTooLarge ? undefined : chosen);
  };
  const choose = (chosen: Way): void => {
    setWay(chosen);
    if (chosen === "text") take(undefined);
  };
  const fault = tooLarge || props.fault;
  const title = field.label.replace(/ text$/, "");
  const common = {
    "data-field": field.name,
    "aria-invalid": fault ? true : undefined,
    "aria-describedby": fault ? `${id}-fault` : undefined,
  };
  return (
    <fieldset className="field" data-kind="file">
      <legend>{title}</legend>
      <WayChoice name={`${id}-way`} way={way} onWay={choose} />
      {way === "text" ? (
        <textarea
          {...common}
          id={id}
          rows={12}
          aria-label={field.label}
          value={text}
          onChange={(event) => {
            onText(event.target.value);
          }}
        />
      ) : (
        <FileDrop {...common} aria-label={`${title} file`} file={file} onFile={take} />
      )}
      <FaultText id={id} fault={fault} />
    </fieldset>
  );
}

function WayChoice(props: {
  readonly name: string;
  readonly way: Way;
  readonly onWay: (way: Way) => void;
}): ReactElement {
  return (
    <div className="segments">
      {WAYS.map(([way, label]) => (
        <label key={way}>
          <input
            type="radio"
            name={props.name}
            checked={props.way === way}
            onChange={() => {
              props.onWay(way);
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}
