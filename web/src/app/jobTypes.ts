/**
 * What is shown of each type of job: what the type declares, once the API has said it; before that,
 * and of a type that is not listed, its name as words. A new type needs no entry here.
 */
import { useSyncExternalStore } from "react";

import { labelOf } from "#messages/job";
import { ENGLISH, type JobType } from "../jobs/index.js";

/** The `d` of an SVG path for each drawing, on a field of 24 by 24, drawn as a line. */
const ICONS: Readonly<Record<JobType["icon"], string>> = {
  bars: "M4 20V10m6 10V4m6 16v-7m5 7H3",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
  letter: "M3 6h18v12H3zM3 7l9 7 9-7",
  people: "M5 20v-3l3-3h8l3 3v3M12 4a3 3 0 1 0 .01 0",
  report: "M5 4h14v16H5zM9 9h6m-6 4h6m-6 4h3",
  spark: ENGLISH.icon("spark"),
  trend: "M3 17l6-6 4 4 8-9m-5 0h5v5",
};

type Shown = Pick<JobType, "type" | "title" | "icon">;

let shown: ReadonlyMap<string, Shown> = new Map();
const listeners = new Set<() => void>();

/** Show types as they are declared, from now on. */
export function showTypes(types: readonly Shown[]): void {
  shown = new Map(types.map((one) => [one.type, one]));
  for (const listener of listeners) listener();
}

/** Return what a type is called. */
export function titleOf(type: string): string {
  return shown.get(type)?.title ?? labelOf(type);
}

/** Return the drawing of a type; one that this version does not know has the usual one. */
export function iconOf(type: string): string {
  const icon: string = shown.get(type)?.icon ?? "";
  return (ICONS as Readonly<Record<string, string>>)[icon] ?? ICONS.spark;
}

/** Return what types are called, drawn again when that is known. */
export function useTitles(): (type: string) => string {
  useTypes();
  return titleOf;
}

/** Return the drawing of a type, drawn again when that is known. */
export function useIcon(type: string): string {
  useTypes();
  return iconOf(type);
}

function useTypes(): void {
  useSyncExternalStore(subscribe, snapshot);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function snapshot(): unknown {
  return shown;
}
