/** Where a file is chosen, or dropped; other attributes belong to the file's input. */
import { instead } from "../ui/events.js";

const ACCEPTED = ".pdf,.docx,.txt";

interface FileDropProps extends React.InputHTMLAttributes<HTMLInputElement> {
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
}

export function FileDrop({ file, onFile, ...input }: FileDropProps): React.ReactNode {
  const onDrop = instead((event: React.DragEvent) => {
    onFile(event.dataTransfer.files[0]);
  });
  const onChange = (event: React.ChangeEvent<HTMLInputElement>): void => {
    onFile(event.target.files?.[0]);
  };
  const hint = file
    ? `${sizeOf(file)} · choose another`
    : "PDF, Word (.docx) or plain text, up to 700 KB";
  return (
    <label
      className="drop"
      data-filled={file !== undefined}
      onDragOver={instead(Boolean)}
      onDrop={onDrop}
    >
      <input {...input} type="file" accept={ACCEPTED} onChange={onChange} />
      <strong>{file ? file.name : "Choose a file, or drop it here"}</strong>
      <span className="hint">{hint}</span>
    </label>
  );
}

function sizeOf({ size }: File): string {
  return `${Math.max(1, Math.round(size / 1024)).toLocaleString("en")} KB`;
}
