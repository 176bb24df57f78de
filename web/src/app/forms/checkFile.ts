/** Whether a file can be used, judged when it is chosen, with the reason and a way out. */

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
  if (!beginning) return "Only PDF, Word (.docx) or plain text (.txt) can be read.";
  if (file.size === 0) return "The file is empty.";
  if (file.size > MOST_BYTES)
    return `It has ${kilobytes(file)} KB; ${String(MOST_BYTES / 1024)} KB is the most. Leave pictures out, or paste the text.`;
  const bytes = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  if (beginning.some((byte, index) => bytes[index] !== byte))
    return `Its name says .${ending}, its content is something else. Save it anew, or paste the text.`;
  if (ending === "txt" && bytes.includes(0)) return "This is not a plain text. Paste it instead.";
  return undefined;
}

/** Return a file's size in words. */
export function kilobytes({ size }: File): string {
  return Math.max(1, Math.round(size / 1024)).toLocaleString("en");
}
