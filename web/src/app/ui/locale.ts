/** The page's language, for dates and numbers: English as the user's region writes it. */

/** Return the user's own English, if they have one: its dates and clock are theirs. */
export function pageLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en\b/.test(language)) ?? "en-GB";
}

export const LOCALE = pageLocale(navigator.languages);
