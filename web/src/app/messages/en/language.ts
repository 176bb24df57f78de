/** Which language this folder is in, and the short forms of measures beside a number. */

/** English with dates that are read alike everywhere: 30 September 2026. */
export const LANGUAGE = "en-GB";

export const seconds = (count: string): string => `${count} s`;
export const minutes = (count: string): string => `${count} min`;
export const hours = (count: string): string => `${count} h`;
/** Points of a hundred. */
export const points = (count: string): string => `${count} pts`;
