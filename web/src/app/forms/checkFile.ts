/** Whether a file can be used, judged when it is chosen, with the reason and a way out. */
import * as formText from "#messages/form";

export const ACCEPTED = ".pdf,.docx,.txt";
export const MOST_BYTES = 700 * 1024;

/** How the files begin that are taken. */
const BEGINNINGS: Readonly<Record<string, readonly number[]>> = {
  pdf: [0x25, 0x50, 0x44, 0x46],
  docx: [0x50, 0x4b],
  txt: [],
};

/** Return why a file cannot be used; undefined for one that can, as far as a page can see. */
export async function faultOfFile(file: File): Promise<string | undefined> {
  const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
  const beginning = BEGINNINGS[ending];
  if (!beginning) return formText.wrongKind;
  if (file.size === 0) return formText.emptyFile;
  if (file.size > MOST_BYTES) return formText.tooLarge(kilobytes(file), MOST_BYTES / 1024);
  const bytes = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  if (beginning.some((byte, index) => bytes[index] !== byte)) return formText.otherContent(ending);
  if (ending === "txt" && bytes.includes(0)) return formText.notPlainText;
  return undefined;
}

/** Return a file's size in kilobytes, one at the least. */
export function kilobytes({ size }: File): number {
  return Math.max(1, Math.round(size / 1024));
}
