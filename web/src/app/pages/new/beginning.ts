/** What a form begins with: a job's request, its tags, and its file where that can be had. */
import type { AppApi } from "../../api.js";
import { fieldsIn } from "./fieldsIn.js";

export interface Beginning {
  /** The job's name. */
  readonly name?: string | undefined;
  readonly request?: Readonly<Record<string, unknown>> | undefined;
  /** The file, if it was sent from this page. */
  readonly file?: File | undefined;
  /** The file's name, if the job can be run once more with the file that the server keeps. */
  readonly keptName?: string | undefined;
  /** That job: it is run with the changed request, instead of a new one. */
  readonly jobId?: string | undefined;
}

/** So many of the last files are remembered, for as long as the page is open. */
const MOST = 5;
const sent = new Map<string, File>();

/** Remember the file that a job was submitted with. */
export function rememberFile(jobId: string, file: File): void {
  sent.set(jobId, file);
  const [oldest] = sent.keys();
  if (sent.size > MOST && oldest !== undefined) sent.delete(oldest);
}

/** Read what a form begins with: a job's request, and over it what the address says. */
export async function readBeginning(api: AppApi, from: string | undefined): Promise<Beginning> {
  const told = fieldsIn(location.search);
  if (from === undefined) return Object.keys(told).length > 0 ? { request: told } : {};
  const job = await api.read(from);
  const request = { ...job.input, tags: job.tags, ...told };
  const name = job.title;
  const file = sent.get(from);
  const kept = "file" in job ? job.file : undefined;
  if (file || !kept) return { name, request, file };
  // A job that has failed, or was cancelled, can be run again with the file that it has; a part of
  // another one only with that one.
  const mayRun = !job.parentId && (job.status === "failed" || job.status === "cancelled");
  return { name, request, ...(mayRun && { keptName: kept.name, jobId: from }) };
}
