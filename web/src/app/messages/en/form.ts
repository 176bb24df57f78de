/** The forms: which analysis there is, what it asks for, and what is wrong with what is filled in. */
import { decimal, plural, span, whole } from "../intl.js";

export const whatToKnow = "What do you want to know?";
export const kinds = "Kinds of analysis";
export const noSuchAnalysis = "There is no such analysis";
export const chooseOneHere = "Choose one of those on this page.";
export const newTitle = (type: string): string => `New: ${type}`;
export const fromJob = (name: string): string => `From “${name}”`;

export const whatYouGet = "What you get";
/** What the form says of a type of job, besides what that declares. */
interface TypeWords {
  /** What comes of it. */
  readonly outcome: string;
  /** What its button says. */
  readonly verb: string;
  /** What is said of its fields, to the user who fills them in. */
  readonly help: Readonly<Record<string, string>>;
}

/** The well-known types, in the order in which they are offered. */
export const TYPES: Readonly<Record<string, TypeWords>> = {
  "skill-gap-analysis": {
    outcome: "A score, the gaps by weight, and a way to learn them",
    verb: "Find my gap",
    help: {
      targetRole: "",
      industry: "Leave it empty for all of them.",
      currentSkills: "Enter makes one of each.",
      jobDescription: "Counts for a role of which there is too little data.",
    },
  },
  "resume-optimization": {
    outcome: "Your own document, changed where you agree",
    verb: "Sharpen my résumé",
    help: { targetRole: "", jobDescription: "Makes the keywords those of this employer." },
  },
  "career-insights": {
    outcome: "How many postings, what they pay, and which skills move",
    verb: "Look at the market",
    help: { domain: "", region: "Leave it empty for everywhere." },
  },
  "career-report": {
    outcome: "What to learn, what it pays where you live, what to change",
    verb: "Make my report",
    help: {
      ...{ targetRole: "", industry: "", region: "Leave it empty for everywhere." },
      file: "Your résumé: then the report says what to change in it.",
    },
  },
};

/** What each result is made of, in its order. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  "skill-gap-analysis": [
    "Your score from 0 to 100, and where it could be",
    "Each skill that postings ask for, with its share and what you have",
    "A path of the largest gaps, in weeks, with hours for each",
    "Roles that fit better, where there are any",
  ],
  "resume-optimization": [
    "Each change beside your own line, to accept or to keep yours",
    "The keywords of the role: yours, and those that are missing",
    "Questions that only you can answer",
    "No new facts: no name, number, date or employer is added",
  ],
  "career-insights": [
    "Postings a month, against the year before",
    "What they pay, by level, with yours marked",
    "Skills that rise and fall, and what is only chance",
    "Who hires",
  ],
  "career-report": [
    "What to learn first: what opens the most postings, and what they pay for it",
    "What is paid where you live, beside all places",
    "With your résumé: what to change in it for the role",
    "Each statement with the figure it is from; as Word or PDF, too",
  ],
};
export const checked = "Every number in the text is checked against the figures.";

export const usually = (milliseconds: number): string => `Usually ${span(milliseconds)}.`;
/** Of a type that may ask its owner something on the way. */
export const usuallyAlone = (milliseconds: number): string =>
  `Usually ${span(milliseconds)}. If it asks you something, it waits for you.`;
export const seenOnTheWay = "You see how far it is while it runs.";
export const mayLeave = "You can leave the page.";
export const draftKept = "Your draft is kept on this device.";

export const start = (title: string): string => `Start ${title.toLowerCase()}`;
export const exampleButton = "Use an example";
export const clear = "Start over";
export const tagsHelp = "Your own words, to find it by later.";
export const optional = "optional";
export const someOf = (count: number, most: number): string =>
  `${whole(count)} of up to ${whole(most)}`;
export const charactersOf = (count: number, most: number): string =>
  `${whole(count)} of ${whole(most)} characters`;
export const example = (text: string): string => `e.g. ${text}`;
export const choose = "Choose…";
export const thatIsAll = "That is all";
export const addAnother = "Add another";
export const removeOne = (value: string): string => `Remove ${value}`;
/** A row of a list of several fields each. */
export const rowOf = (label: string, place: number): string => `${label} ${whole(place)}`;
export const removeRow = (place: number): string => `Remove ${whole(place)}`;

export const showNames = (label: string): string => `Show what ${label.toLowerCase()} may be`;
export const namesHaveData = (count: number): string =>
  plural(count, {
    one: "# has data. Any other is told here first.",
    other: "# have data. Any other is told here first.",
  });
export const noData = (names: readonly string[], hasMore: boolean): string =>
  `The data may not have this. It has ${names.join(", ")}${hasMore ? ", …" : ""}`;

/** Of another name for a role: "System Administrator". */
export const readAs = (name: string): string =>
  `The data has no role of this name: it will be read as ${name}.`;

export const WAYS = { file: "Upload a file", text: "Paste the text" } as const;
/** What a field is called whose text may come as a file: "Résumé" of "Résumé text". */
export const withoutText = (label: string): string => label.replace(/ text$/, "");
/** A file that may come with a form, and need not. */
export const yourFile = "Your file";
export const fileToSend = "File to send";
export const noFile = "Send no file";
export const fileOf = (title: string): string => `${title} file`;
export const chooseFile = "Choose a file, or drop it anywhere on this page";
export const looksRight = (kilobytes: number): string =>
  `${whole(kilobytes)} KB, looks right. Choose another`;
export const sentBefore = "The file that was sent before. Choose another";
export const kindsOfFile = (mostKilobytes: number): string =>
  `PDF, Word (.docx) or plain text, up to ${whole(mostKilobytes)} KB`;
export const notTaken = (name: string, why: string): string => `${name} is not taken. ${why}`;
export const wrongKind = "Only PDF, Word (.docx) or plain text (.txt) can be read.";
export const emptyFile = "The file is empty.";
export const tooLarge = (kilobytes: number, most: number): string =>
  `It has ${whole(kilobytes)} KB; ${whole(most)} KB is the most. Leave pictures out, or paste the text.`;
export const otherContent = (ending: string): string =>
  `Its name says .${ending}, its content is something else. Save it anew, or paste the text.`;
export const notPlainText = "This is not a plain text. Paste it instead.";

export const addOne = "Add at least one.";
export const fillIn = "Fill this in.";
export const fileOrText = "Choose a file, or paste the text.";
export const atLeast = (least: number): string =>
  plural(least, {
    one: "Must have at least # character.",
    other: "Must have at least # characters.",
  });
export const atMost = (most: number): string =>
  plural(most, { one: "Must have at most # character.", other: "Must have at most # characters." });
export const mustBeNumber = "Must be a number.";
export const mustBeWhole = "Must be a whole number.";
export const orMore = (least: number): string => `Must be ${decimal(least)} or more.`;
export const orLess = (most: number): string => `Must be ${decimal(most)} or less.`;
export const faultAt = (field: string, fault: string): string => `${field}: ${fault}`;
export const againIn = (error: string, seconds: number): string =>
  `${error} Try again in ${span(seconds * 1000)}.`;

/** Beside a name that a field suggests. */
export const postings = (count: number): string =>
  plural(count, { one: "# posting", other: "# postings" });
export const onlyPostings = (count: number): string => `only ${postings(count)}`;
/** Of a name with `only 3 postings`. */
export const fewPostings = (postingsText: string): string =>
  `There are ${postingsText} of this: some figures will be missing.`;
