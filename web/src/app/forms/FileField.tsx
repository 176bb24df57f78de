/** A text, or a file instead of it, which saves copying the text out. */
import { useState } from "react";

import { onText } from "../ui/events.js";
import { Segments } from "../ui/Segments.js";
import type { Field } from "./field.js";
import { FileDrop } from "./FileDrop.js";
import { attributesOf, FaultText } from "./FormField.js";

const MAX_BYTES = 700 * 1024;
const WAYS = { file: "Upload a file", text: "Paste the text" };

interface FileFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly text: string;
  readonly file: File | undefined;
  readonly fault: string | undefined;
  readonly onText: (text: string) => void;
  readonly onFile: (file: File | undefined) => void;
}

export function FileField(props: FileFieldProps): React.ReactNode {
  const { id, field, text } = props;
  const [way, setWay] = useState<keyof typeof WAYS>(text ? "text" : "file");
  const [tooLarge, setTooLarge] = useState("");
  const take = (chosen: File | undefined): void => {
    const isTooLarge = chosen !== undefined && chosen.size > MAX_BYTES;
    setTooLarge(isTooLarge ? "A file may have 700 KB at the most." : "");
    props.onFile(isTooLarge ? undefined : chosen);
  };
  const choose = (chosen: keyof typeof WAYS): void => {
    setWay(chosen);
    if (chosen === "text") take(undefined);
  };
  const fault = tooLarge || props.fault;
  const title = field.label.replace(/ text$/, "");
  const common = attributesOf(id, { ...field, help: undefined }, fault);
  return (
    <fieldset className="field" data-kind="file">
      <legend>{title}</legend>
      <Segments name={`${id}-way`} label={title} choices={WAYS} chosen={way} onChoose={choose} />
      {way === "text" ? (
        <textarea
          {...common}
          rows={12}
          aria-label={field.label}
          value={text}
          onChange={onText(props.onText)}
        />
      ) : (
        <FileDrop {...common} aria-label={`${title} file`} file={props.file} onFile={take} />
      )}
      <FaultText id={id} fault={fault} />
    </fieldset>
  );
}
