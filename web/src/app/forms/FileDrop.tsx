/** Where a file is chosen, or dropped; other attributes belong to the file's input. */
import * as formText from "#messages/form";
import { Icon } from "../ui/Icon.js";
import { ACCEPTED, kilobytes, MOST_BYTES } from "./checkFile.js";

interface FileDropProps extends React.InputHTMLAttributes<HTMLInputElement> {
  readonly file: File | undefined;
  /** The name of a file that the server has already. */
  readonly keptName: string | undefined;
  readonly onFile: (file: File | undefined) => void;
}

export function FileDrop({ file, keptName, onFile, ...input }: FileDropProps): React.ReactNode {
  const onChange = (event: React.ChangeEvent<HTMLInputElement>): void => {
    onFile(event.target.files?.[0]);
    // The same file again is a choice as well.
    event.target.value = "";
  };
  const name = file?.name ?? keptName;
  return (
    <label className="drop" data-filled={name !== undefined}>
      <input {...input} type="file" accept={ACCEPTED} onChange={onChange} />
      <Icon name="file" />
      <span>
        <strong>{name ?? formText.chooseFile}</strong>
        <span className="hint">{hintOf(file, keptName)}</span>
      </span>
    </label>
  );
}

function hintOf(file: File | undefined, keptName: string | undefined): string {
  if (file) return formText.looksRight(kilobytes(file));
  if (keptName !== undefined) return formText.sentBefore;
  return formText.kindsOfFile(MOST_BYTES / 1024);
}
