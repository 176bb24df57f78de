/** What a user has chosen on this device, for all of their visits. */

/** Return what was chosen, of these; the first one where nothing was. */
export function readChoice<Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const kept = readKept(name);
  return choices.find((choice) => choice === kept) ?? choices[0];
}

/** Keep a choice; where nothing may be kept, it lasts as long as the page. */
export function keepChoice(name: string, choice: string): void {
  try {
    localStorage.setItem(`careerlens-${name}`, choice);
  } catch {
    // Storage is forbidden, or full.
  }
}

/** Return what was kept under a name; null where nothing was. */
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(`careerlens-${name}`);
  } catch {
    return null;
  }
}
