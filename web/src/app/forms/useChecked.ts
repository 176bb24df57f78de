/** A file that a person chooses, looked at before it is taken. */
import { useState } from "react";

import * as formText from "#messages/form";
import { faultOfFile } from "./checkFile.js";

/** Called with a file, or with none where it was removed. */
type TakeFile = (file: File | undefined) => void;

/** Take a file that can be used; of another one say why it cannot, and keep the one before. */
export function useChecked(onFile: TakeFile): {
  /** Why the last one was not taken; empty if it was. */
  readonly refusal: string;
  readonly take: (file: File | undefined) => Promise<void>;
} {
  const [refusal, setRefusal] = useState("");
  const take = async (file: File | undefined): Promise<void> => {
    const fault = file && (await faultOfFile(file));
    setRefusal(fault ? formText.notTaken(file.name, fault) : "");
    if (!fault) onFile(file);
  };
  return { refusal, take };
}
