/** The result of a résumé optimization. */
import type { Schemas } from "../../apiTypes.js";
import { percent, plural, whole } from "../intl.js";

export const changes = "Changes";
export const onlyYouKnow = "What only you know";
export const keywords = "Keywords";
export const forSoftware = "For the software that reads it";

export const resumeFor = (role: string): string => `Résumé for ${role}`;
export const follows = "The document follows what you accept.";
export const headline = (count: number, left: number): string => {
  const wait = plural(left, {
    one: "# waits for your decision.",
    other: "# wait for your decision.",
  });
  const begun = plural(count, { one: "# change", other: "# changes" });
  return `${begun}, no new facts. ${left === 0 ? "All are decided." : wait}`;
};
export const ofKeywords = "of 100 keywords, by weight";
export const nowAt = (value: number): string => `${whole(value)} now`;
export const beforeAt = (value: number): string => `${whole(value)} before`;
export const withAllAt = (value: number): string => `${whole(value)} with all changes`;

/** What a screen reader says of the keywords. */
export const scale = (now: number, before?: number, after?: number): string => {
  const others = [
    before === undefined ? "" : `; ${beforeAt(before)}`,
    after === undefined ? "" : `; ${withAllAt(after)}`,
  ];
  return `Keywords in your résumé, by weight, of 100: ${nowAt(now)}${others.join("")}.`;
};

export const show = "Show";
export const VIEWS = { changes: "Changes", yours: "Yours", improved: "Improved" } as const;
export const yourResume = "Your résumé";
export const changeNumber = (number: number): string => `Change ${whole(number)}`;
export const changeOf = (number: number, of: number): string =>
  `Change ${whole(number)} of ${whole(of)}`;

export const accept = "Accept";
export const keepMine = "Keep mine";
export const edit = "Edit";
export const inYourWords = "In your words";
export const useThis = "Use this";
export const back = "Back";
export const undo = "Undo";
/** The keys, each with what it does. */
export const KEYS = [
  ["j", "next"],
  ["k", "back"],
  ["a", "accept"],
  ["r", "keep mine"],
  ["u", "undo"],
] as const;
export const DECISIONS = { accepted: "Accepted", kept: "Kept mine" } as const;
export const yours = "Yours";
export const toDecide = "To decide";
export const decided = (accepted: number, kept: number, left: number): string =>
  `${whole(accepted)} accepted, ${whole(kept)} kept, ${whole(left)} to decide`;
export const acceptAll = (count: number): string => plural(count, { other: "Accept all #" });
export const acceptRest = (count: number): string => plural(count, { other: "Accept the # left" });
export const openChange = "The open change";
export const leftToDecide = (left: number): string =>
  left === 0 ? "all decided" : `${whole(left)} to decide`;
export const changeBefore = "Change before";
export const nextChange = "Next change";

/** A character that is replaced wherever it stands; one that cannot be seen has no sign. */
export const character = (sign: string, code: string, after: string, places: number): string => {
  const to = after === "" ? "goes" : after === " " ? "becomes a blank" : `becomes “${after}”`;
  const where = plural(places, { one: "in # place", other: "in # places" });
  return `The character ${sign && `“${sign}” `}(U+${code}) ${to}, ${where}`;
};

export const fileName = (format: string): string => `résumé.${format}`;

export const withoutParts = "What this review does without";
export const answersSub =
  "Put the answers into these lines, if you know them: nothing is made up for you.";
export const showOnPage = "Show it on the page";

export const keywordsSub =
  "Nothing is added that your résumé does not show: a missing keyword is yours to earn.";
export const PRESENCE = { exact: "yes", synonym: "by alias", missing: "no" } as const;
export const keyword = "Keyword";
export const askedFor = "Asked for";
export const askedForBy = "Asked for by";
export const before = "Before";
export const now = "Now";
export const alsoInAd = "In the advertisement, too";
export const inAd = "In the advertisement";
export const ad = "ad";
export const adMeans =
  "stands in the job description that you sent: it weighs as much as a keyword that every posting names.";
export const shareOrAd = (share: number | undefined): string =>
  share === undefined ? "ad only" : percent(share);
export const shareOrAdvertisement = (share: number | undefined): string =>
  share === undefined ? "the advertisement" : percent(share);
export const youWrite = (word: string): string => `You write ${word}`;

export const nothingForSoftware = "Nothing was found that it stumbles over.";
export const mended = "A change mends it";
export const yoursToDo = "Yours to do";
export const inPlaces = (count: number): string =>
  plural(count, { one: "In # place.", other: "In # places." });
export const notAnswered = "What no change answers";
export const notAnsweredSub = "Each with its place. These are yours to write.";
export const moreOfThese = (count: number): string =>
  plural(count, { other: "And # more of these kinds." });
export const keptTitle = "Kept as you wrote it";
export const keptSub = "A rewrite was suggested and refused, for it did not keep your facts.";
/** Why a line was kept. */
export const KEPT: Readonly<Record<Schemas["KeptBecause"], string>> = {
  "adds-figure": "the suggestion invented a number",
  "loses-figure": "the suggestion dropped a number",
  "adds-name": "the suggestion invented a name",
  "loses-name": "the suggestion dropped a name",
  "claims-more": "the suggestion claimed more than you wrote",
  "changes-meaning": "the suggestion changed the meaning",
  "not-plain": "the suggestion was not plain text",
  "too-long": "the suggestion was too long",
  "wrong-english": "the suggestion was no correct English",
  "no-room": "there was no room for it",
};
