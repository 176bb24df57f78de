/** A text, or a file in its place: whoever has the file need not copy it out. */
import { useState, type DragEvent, type ReactElement } from "react";

import type { Field } from "./schema.js";

const ACCEPTED = ".pdf,.docx,.txt";
const MAX_BYTES = 700 * 1024;

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
  const { id, field, text, file, fault, onText, onFile } = props;
  const [way, setWay] = useState<"file" | "text">(text ? "text" : "file");
  const [tooLarge, setTooLarge] = useState("");
  const take = (chosen: File | undefined): void => {
    const isTooLarge = chosen !== undefined && chosen.size > MAX_BYTES;
    setTooLarge(isTooLarge ? "A file may have 700 KB at the most." : "");
    onFile(isTooLarge ? undefined : chosen);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  const choose = (chosen: "file" | "text") => (): void => {
    setWay(chosen);
    if (chosen === "text") take(undefined);
  };
  const problem = tooLarge || fault;
  const described = problem ? `${id}-fault` : undefined;
  return (
    <fieldset className="field" data-kind="file">
      <legend>{field.label.replace(/ text$/, "")}</legend>
      <div className="segments">
        <label>
          <input
            type="radio"
            name={`${id}-way`}
            checked={way === "file"}
            onChange={choose("file")}
          />
          <span>Upload a file</span>
        </label>
        <label>
          <input
            type="radio"
            name={`${id}-way`}
            checked={way === "text"}
            onChange={choose("text")}
          />
          <span>Paste the text</span>
        </label>
      </div>
      {way === "text" ? (
        <textarea
          id={id}
          rows={12}
          data-field={field.name}
          aria-label={field.label}
          aria-invalid={problem ? true : undefined}
          aria-describedby={described}
          value={text}
          onChange={(event) => {
            onText(event.target.value);
          }}
        />
      ) : (
        <label
          className="drop"
          data-filled={file !== undefined}
          onDragOver={(event) => {
            event.preventDefault();
          }}
          onDrop={onDrop}
        >
          <input
            type="file"
            accept={ACCEPTED}
            data-field={field.name}
            aria-label={`${field.label.replace(/ text$/, "")} file`}
            aria-invalid={problem ? true : undefined}
            aria-describedby={described}
            onChange={(event) => {
              take(event.target.files?.[0]);
            }}
          />
          <strong>{file ? file.name : "Choose a file, or drop it here"}</strong>
          <span className="hint">
            {file
              ? `${sizeOf(file)} · choose another`
              : "PDF, Word (.docx) or plain text, up to 700 KB"}
          </span>
        </label>
      )}
      {problem && (
        <p className="fault" id={`${id}-fault`}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function sizeOf({ size }: File): string {
  return `${Math.max(1, Math.round(size / 1024)).toLocaleString("en")} KB`;
}
