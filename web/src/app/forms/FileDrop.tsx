/** Where a file is chosen, or dropped. */
import type { DragEvent, InputHTMLAttributes, ReactElement } from "react";

const ACCEPTED = ".pdf,.docx,.txt";

interface FileDropProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
}

/** Where a file is chosen or dropped; other attributes belong to the file's input. */
export function FileDrop({ file, onFile, ...input }: FileDropProps): ReactElement {
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <label
      className="drop"
      data-filled={file !== undefined}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={onDrop}
    >
      <input
        {...input}
        type="file"
        accept={ACCEPTED}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
        }}
      />
      <strong>{file ? file.name : "Choose a file, or drop it here"}</strong>
      <span className="hint">
        {file
          ? `${sizeOf(file)} · choose another`
          : "PDF, Word (.docx) or plain text, up to 700 KB"}
      </span>
    </label>
  );
}

function sizeOf({ size }: File): string {
  return `${Math.max(1, Math.round(size / 1024)).toLocaleString("en")} KB`;
}
