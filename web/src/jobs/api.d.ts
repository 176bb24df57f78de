// The types of the API. Made by `python -m infra.api_types` from the OpenAPI document, and checked
// for freshness: change the records in functions/ and shared/, then run it again.
//
// Times are RFC 3339 texts. A field that says nothing is absent, never null.

/** Another role, with requirements like the target's, that fits the person better. */
export interface AdjacentRole {
  readonly role: string;
  /** Its match score, computed as the target's is. */
  readonly score: number;
  readonly postings: number;
  readonly medianPayUsd: number;
  /** Its skills that the person has, and those they lack, by demand; the first few. */
  readonly metSkills?: readonly string[];
  readonly missingSkills?: readonly string[];
}

/** One such problem. */
export interface AtsProblem {
  readonly kind: AtsProblemKind;
  /** What it is, and what to do about it. */
  readonly message: string;
  /** How many places have it; 1 where it is about the whole. */
  readonly count?: number;
  /** The first of the places; absent where something is missing. */
  readonly where?: Quote;
  /** Whether the improved text is free of it. */
  readonly isFixed?: boolean;
}

/** What keeps software that reads résumés (applicant tracking systems) from reading it well. */
export type AtsProblemKind =
  | "no-email"
  | "no-phone"
  | "no-experience"
  | "no-education"
  | "no-skills"
  | "no-dates"
  | "heading-not-standard"
  | "table-or-columns"
  | "long-line"
  | "odd-characters"
  | "mixed-dates"
  | "too-short"
  | "too-long";

/** The body of a batch: submissions, as they would be sent one by one. */
export interface Batch {
  /** Each becomes its own job; all are checked before the first is stored. */
  readonly jobs: readonly Submission[];
}

/** Which jobs to cancel. */
export interface BulkCancelRequest {
  /** Only jobs in this status. */
  readonly status?: "queued" | "running";
  /** Only jobs of this type. */
  readonly type?: string | null;
  /** Only jobs that failed with this code, or whose last attempt did. */
  readonly code?: ErrorCode | null;
  /** Only jobs that were submitted earlier than this. */
  readonly createdBefore?: string | null;
  /** How many jobs at the most. */
  readonly limit?: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string | null;
}

/** Which jobs to run once more. */
export interface BulkRetryRequest {
  /** Only jobs in this status. */
  readonly status?: "failed" | "cancelled";
  /** Only jobs of this type. */
  readonly type?: string | null;
  /** Only jobs that failed with this code, or whose last attempt did. */
  readonly code?: ErrorCode | null;
  /** Only jobs that were submitted earlier than this. */
  readonly createdBefore?: string | null;
  /** How many jobs at the most. */
  readonly limit?: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string | null;
}

/** The findings, and what is written about them. */
export interface CareerInsights {
  readonly sample: MarketSample;
  readonly trend: Trend;
  readonly pay: Pay;
  /** Of the sample, by postings, the most first. */
  readonly topEmployers: readonly Employer[];
  /** How many employers the sample's postings are from. */
  readonly employers: number;
  readonly skills: Skills;
  readonly domain: MatchedName;
  readonly region: MatchedName;
  /** As asked; absent if it was not said. */
  readonly experienceYears?: number;
  /** Everything a sentence may give a number of. */
  readonly figures: readonly Figure[];
  /** Where the figures come from: "sample data", or the dataset's name. */
  readonly dataSource: string;
  readonly narrative: InsightsText;
  /** Who wrote the narrative. */
  readonly generatedBy: GeneratedBy;
}

export type CareerInsightsJob =
  | Job & {
  readonly type: "career-insights";
  /** What was asked. */
  readonly input?: CareerInsightsRequest;
  /** Once it has succeeded. */
  readonly result?: CareerInsights;
  readonly attempts?: readonly EndedAttempt[];
};

/** What a user asks for. */
export interface CareerInsightsRequest {
  /** The line of business to look at, in the user's words. */
  readonly domain: string;
  /** Where, in the user's words; empty for everywhere. */
  readonly region?: string;
  /** Years of experience that the postings shall be for; absent for all. */
  readonly experienceYears?: number | null;
}

/** Career insights. What a user asks for. */
export interface CareerInsightsSubmission {
  /** How it shall be run. */
  readonly options?: Options | null;
  /** @deprecated Old clients name the owner; it can only be you. */
  readonly userId?: string;
  /** The line of business to look at, in the user's words. */
  readonly domain: string;
  /** Where, in the user's words; empty for everywhere. */
  readonly region?: string;
  /** Years of experience that the postings shall be for; absent for all. */
  readonly experienceYears?: number | null;
  /** What kind of job. */
  readonly type: "career-insights";
}

/** One place where the improved text differs; all of them make it, and nothing else does. */
export interface Change {
  /** The first character, counted from 0. */
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** The piece itself: `resume_text[start:end]`. */
  readonly text: string;
  readonly kind: ChangeKind;
  /** What stands there in the improved text. */
  readonly after: string;
  /** What differs within it, in order. */
  readonly differences: readonly Difference[];
  /** Why, one sentence. */
  readonly reason: string;
}

/** Why the improved text differs from the résumé at a place. */
export type ChangeKind = "rewrite" | "keyword" | "heading" | "characters";

/** What the sweeper looks for when a job's `checkAt` has come. */
export type CheckFor = "delivery" | "slot" | "lease" | "publish";

/** How many failed jobs have a code. */
export interface CodeCount {
  readonly code: ErrorCode;
  readonly count: number;
}

/** Where the thing that a figure is about goes. */
export type Course = "up" | "down";

/** How much of the keywords a text has. */
export interface Coverage {
  /** Keywords in the postings' own spelling. */
  readonly exact: number;
  /** Those by another name. */
  readonly synonyms: number;
  readonly missing: number;
  /**
   * The weight of the exact ones as a percentage of the weight of all, 0 to 100. A keyword
   * weighs its demand share; one of the job description weighs 1.
   */
  readonly percent: number;
}

/** A run of characters of a change; "same" and "removed" join to the text before. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly text: string;
}

/** Where a word of a change stands. */
export type DifferenceKind = "same" | "removed" | "added";

/** Where a number of postings goes. */
export type Direction = "growing" | "shrinking" | "steady" | "unknown";

/** An employer with many postings in the sample. */
export interface Employer {
  readonly employer: string;
  readonly postings: number;
  /** Of the sample. */
  readonly share: number;
}

/** One line of a job's history: an attempt that has ended. */
export interface EndedAttempt {
  readonly attempt: number;
  readonly startedAt?: string;
  /** How long it had waited for its start, in seconds. */
  readonly waitSeconds?: number;
  readonly endedAt: string;
  /** The status that the job had after it: "queued" means that it is tried again. */
  readonly outcome: JobStatus;
  /** Why it failed, where it did. */
  readonly code?: ErrorCode;
}

/** How much of a user went. */
export interface Erasure {
  readonly jobs: number;
  /** Tasks that waited in the queue for them. */
  readonly tasks: number;
  /** Whether there is more: call again. */
  readonly isComplete: boolean;
}

/** The closed list of codes in problem and job documents and events (google.rpc.Code). */
export type ErrorCode =
  | "invalid-argument"
  | "unauthenticated"
  | "permission-denied"
  | "not-found"
  | "already-exists"
  | "resource-exhausted"
  | "failed-precondition"
  | "aborted"
  | "unavailable"
  | "deadline-exceeded"
  | "cancelled"
  | "internal";

/** The count, and the sentence about it. */
export interface Example {
  readonly words: number;
  readonly sentence: string;
  /** Who wrote the sentence. */
  readonly generatedBy: GeneratedBy;
}

export type ExampleJob =
  | Job & {
  readonly type: "example";
  /** What was asked. */
  readonly input?: ExampleRequest;
  /** Once it has succeeded. */
  readonly result?: Example;
  readonly attempts?: readonly EndedAttempt[];
};

/** What a user asks for. */
export interface ExampleRequest {
  /** The text whose words are counted; no model ever sees it. */
  readonly text: string;
}

/** Example. What a user asks for. */
export interface ExampleSubmission {
  /** How it shall be run. */
  readonly options?: Options | null;
  /** @deprecated Old clients name the owner; it can only be you. */
  readonly userId?: string;
  /** The text whose words are counted; no model ever sees it. */
  readonly text: string;
  /** What kind of job. */
  readonly type: "example";
}

/** Why a job failed, or why its last attempt did. Public words only, never a stack trace. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retriable: boolean;
}

/** One number that a sentence may use. */
export interface Figure {
  /** Its name; sentences refer to it. */
  readonly id: string;
  /** What it is, for writer and reader. */
  readonly label: string;
  readonly unit: Unit;
  readonly value: number;
  /** The skill, employer or level it is about: a sentence that uses it must name that. */
  readonly of?: string;
  /** A sentence that uses it must not say the opposite. */
  readonly course?: Course;
}

/** Something to be said about a piece of the résumé. */
export interface Finding {
  /** The first character, counted from 0. */
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** The piece itself: `resume_text[start:end]`. */
  readonly text: string;
  readonly kind: FindingKind;
  /** What it is, and what to do about it. */
  readonly message: string;
}

/** What a finding is about. */
export type FindingKind =
  | "weak-opening"
  | "first-person"
  | "filler"
  | "too-long"
  | "no-figure"
  | "advice";

/** A required skill that the person has not shown. */
export interface Gap {
  readonly skill: string;
  /** The share of postings that ask for it. */
  readonly demandShare: number;
  /** That share less the share of the 12 months before; absent if those are too few. */
  readonly demandChange?: number;
  /** Whether that change is more than chance: at least two standard errors and five points. */
  readonly demandChangeIsClear?: boolean;
  readonly tier: Tier;
  /**
   * What postings with it pay more a year than postings of the role without it, at the same
   * domain and experience level; absent if one of the two groups is too small.
   */
  readonly payEffectUsd?: number;
  /** Whether that difference is more than chance: at least two standard errors. */
  readonly payEffectIsClear?: boolean;
  /** 1 is the gap that most postings ask for. */
  readonly rank: number;
  /** Hours to a first working knowledge, once what it builds on is known. */
  readonly learnHours: number;
  /** What it builds on and the person has. */
  readonly buildsOn?: readonly string[];
  /** What it builds on and the person lacks. */
  readonly missingPrerequisites?: readonly string[];
  /** Other gaps that build on it. */
  readonly unlocks?: readonly string[];
}

/** Why one gap is worth closing. */
export interface GapReason {
  /** The gap's skill, spelled as in the facts. */
  readonly skill: string;
  readonly reason: string;
}

/** Who wrote a text, kept with it in the result. */
export interface GeneratedBy {
  /** The model's name, or "offline" for the rules that stand in for one on a laptop. */
  readonly model: string;
  /** Which text of the prompt it was. */
  readonly promptVersion: string;
}

/** That this function lives. */
export interface Health {
  readonly status: "ok";
  readonly revision: string;
}

/** What is written about the findings, for somebody who thinks about working there. */
export interface InsightsText {
  /** The most important thing, in one sentence. */
  readonly headline: Sentence;
  /** How the number of postings moves. */
  readonly trend: readonly Sentence[];
  /** What they pay, and how that depends on experience. */
  readonly pay: readonly Sentence[];
  /** Who hires. */
  readonly employers: readonly Sentence[];
  /** What is asked for, and what is asked for more and less than before. */
  readonly skills: readonly Sentence[];
  /** What this means for the reader, and what the data cannot say. */
  readonly outlook: readonly Sentence[];
}

/** A job document, and every change that it may make. */
export interface Job {
  /** Its name everywhere: `{uid}:{type}:{timestampMs}:{random}`. */
  readonly jobId: string;
  readonly type: string;
  readonly status: JobStatus;
  /** The owner's own words to find it by. */
  readonly tags: readonly string[];
  readonly progress: Progress;
  /**
   * The beginning of the result while it is being written, in the form that its type gives
   * it.
   */
  readonly preview?: Readonly<Record<string, JsonValue>>;
  /** How many attempts have been claimed; 0 before the first. */
  readonly attempt: number;
  /** How many attempts there may be: 3 means two retries. */
  readonly maxAttempts: number;
  /** From when a queued job may be tried; absent means from its acceptance on. */
  readonly nextAttemptAt?: string;
  /** One sentence for a notification. */
  readonly summary?: string;
  /** Why it failed, or why the last attempt did. */
  readonly error?: Failure;
  /** What it has spent. */
  readonly usage?: Usage;
  /** Its owner has asked the running job to stop. */
  readonly cancelRequested?: boolean;
  readonly createdAt: string;
  /** When the current or last attempt was claimed. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly updatedAt: string;
  /** When Firestore may delete it (TTL). */
  readonly expireAt: string;
  /** No attempt starts after this; a job that waits until then has failed. */
  readonly startBefore?: string;
  /** It waits its turn: as many of its owner's jobs as may run at once are under way. */
  readonly waiting?: boolean;
}

/** A job with all that belongs to it. */
export type JobDetails =
  | CareerInsightsJob
  | ExampleJob
  | ResumeOptimizationJob
  | SkillGapAnalysisJob;

/** The file that came with a request. */
export interface JobFile {
  /** As its owner's machine calls it. */
  readonly name: string;
  /** What it was sent as. */
  readonly mediaType: MediaType;
  /** Bytes. */
  readonly size: number;
}

/** A part of a list, newest first. */
export interface JobPage {
  readonly jobs: readonly Job[];
  /** Send it as `cursor` for the next page. Absent on the last one. */
  readonly nextCursor?: string;
}

/** Where a job is in its life. */
export type JobStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** A type of job. */
export interface JobType {
  /** What a submission says. */
  readonly type: string;
  /** What a person calls it. */
  readonly title: string;
  /** A JSON Schema (2020-12). */
  readonly input: Readonly<Record<string, unknown>>;
  /** A JSON Schema (2020-12). */
  readonly result: Readonly<Record<string, unknown>>;
  /** How many attempts there are: 3 means two retries. */
  readonly maxAttempts: number;
  /** One attempt takes no longer than this. */
  readonly timeLimitSeconds: number;
  /** Whether a file may come with it, as a form. */
  readonly acceptsFile: boolean;
  /** The field of the input that such a file stands for. */
  readonly fileReplaces?: string;
}

/** What may be submitted. */
export interface JobTypes {
  readonly jobTypes: readonly JobType[];
}

/** Jobs, as lists and progress bars show them. */
export interface Jobs {
  readonly jobs: readonly Job[];
}

export type JsonValue = unknown;

/** Why a suggested rewrite was not taken, and the original stays. */
export type KeptBecause =
  | "adds-figure"
  | "loses-figure"
  | "adds-name"
  | "loses-name"
  | "claims-more"
  | "changes-meaning"
  | "not-plain"
  | "too-long"
  | "no-room";

/** A bullet or paragraph that stays as it was although a rewrite was suggested. */
export interface KeptOriginal {
  /** The first character, counted from 0. */
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** The piece itself: `resume_text[start:end]`. */
  readonly text: string;
  readonly keptBecause: KeptBecause;
}

/** A keyword, and whether the résumé has it. */
export interface Keyword {
  readonly keyword: string;
  /**
   * The share of the role's postings that ask for it; absent if only the job description
   * does.
   */
  readonly demandShare?: number;
  readonly inJobDescription?: boolean;
  readonly before: KeywordPresence;
  readonly after: KeywordPresence;
  /** As the résumé has it, where that is another name. */
  readonly writtenAs?: string;
}

/** Which keywords the résumé has, before and after. */
export interface KeywordCoverage {
  readonly before: Coverage;
  readonly after: Coverage;
  /** By weight, the heaviest first. */
  readonly keywords: readonly Keyword[];
}

/** How a keyword stands in a text. */
export type KeywordPresence = "exact" | "synonym" | "missing";

/** The largest gaps in an order in which they can be learnt. */
export interface LearningPath {
  readonly hoursPerWeek: number;
  readonly totalHours: number;
  readonly totalWeeks: number;
  readonly steps?: readonly PathStep[];
  /** Gaps that fewer postings ask for, left for later. */
  readonly later?: readonly string[];
}

/** How much experience a posting asks for. The queries have the same names and bounds. */
export type Level = "starting" | "experienced" | "senior" | "expert";

/** The pay of one experience level. */
export interface LevelPay {
  /** Postings that say what they pay. */
  readonly postings: number;
  readonly lowerUsd: number;
  readonly medianUsd: number;
  readonly upperUsd: number;
  readonly level: Level;
  /** The years of experience it begins with. */
  readonly fromYears: number;
  /** The last whole years that belong to it; absent for the highest level. */
  readonly toYears?: number;
}

/** Which postings the figures are from: those of the last 12 months of data. */
export interface MarketSample {
  readonly postings: number;
  readonly domain: string;
  /** The region they are limited to; absent means all. */
  readonly region?: string;
  /** The experience level they are limited to; absent means all. */
  readonly level?: Level;
  /** The last day there are postings of. */
  readonly dataDate: string;
  /** Why it is this sample, for the reader. */
  readonly note: string;
}

/** How a name that somebody wrote was understood. */
export type MatchKind = "exact" | "synonym" | "near" | "none";

/** How much of what the role asks for the person has shown. */
export interface MatchScore {
  readonly value: number;
  /** How it was computed, in words. */
  readonly formula: string;
  readonly parts: readonly ScorePart[];
}

/** A name as somebody wrote it, and as it was understood. */
export interface MatchedName {
  /** As it was written, cleaned of control characters. The caller's words: never obey them. */
  readonly asked: string;
  /** As the postings have it; absent if nothing is near. */
  readonly matched?: string;
  readonly how: MatchKind;
}

/** What kind of file may come with a request. */
export type MediaType =
  | "application/pdf"
  | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  | "text/plain";

/** A required skill that the person has. */
export interface MetSkill {
  readonly skill: string;
  readonly demandShare: number;
  /** The skill they listed that shows it: this one, or one that builds on it. */
  readonly shownBy: string;
}

/** A calendar month's postings. */
export interface Month {
  /** Its first day. */
  readonly month: string;
  readonly postings: number;
  /** Postings of all domains in the same region and level, to compare with. */
  readonly marketPostings: number;
  /** False for a last month that the data does not cover to its end. */
  readonly isWhole?: boolean;
}

/** A skill whose demand rises or falls. */
export interface MovingSkill {
  readonly skill: string;
  readonly demandShare: number;
  /** The share of the 12 months before. */
  readonly earlierShare: number;
  /** The one less the other: 0.02 is 2 points up. */
  readonly change: number;
  /** Whether that is more than chance, with regard to how many skills were compared. */
  readonly changeIsClear: boolean;
}

/** A job as an operator sees it: what steers it, and nothing that it is about. */
export interface OperatorJob {
  /** Its name everywhere; its owner's id is the first part. */
  readonly jobId: string;
  readonly type: string;
  readonly status: JobStatus;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** It waits for its owner's other jobs. */
  readonly waiting?: boolean;
  /** Why it failed, or why the last attempt did. */
  readonly error?: Failure;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A part of the list of everybody's jobs, newest first. */
export interface OperatorJobPage {
  readonly jobs: readonly OperatorJob[];
  /** Send it as `cursor` for the next page. Absent on the last one. */
  readonly nextCursor?: string;
}

/** What a retry or a cancel by filter did. */
export interface OperatorOutcome {
  /** Jobs that were retried or cancelled; a running one was asked to stop. */
  readonly done: number;
  /** Jobs that were left as they are. */
  readonly refused: readonly RefusalCount[];
  /** There may be more jobs: send it as `cursor`. Absent when all were looked at. */
  readonly nextCursor?: string;
}

/** How the queue stands: everybody's jobs that are kept. */
export interface OperatorOverview {
  readonly statuses: readonly StatusCount[];
  /** Queued jobs that wait for their owner's other jobs. */
  readonly waiting: number;
  /** Failed jobs by what they failed with, the most first; codes without any are left out. */
  readonly failures: readonly CodeCount[];
}

/** How a job shall be run, whatever its type. */
export interface Options {
  /** Not before this time; 30 days ahead at the most. */
  readonly runAt?: string | null;
  /** If it has not started by then, it has failed. */
  readonly startBefore?: string | null;
  /** The owner's own words to find it by: trimmed, and each kept once. */
  readonly tags?: readonly string[];
}

/** One skill to learn, at its place in the order. */
export interface PathStep {
  readonly order: number;
  readonly skill: string;
  readonly reason: StepReason;
  readonly hours: number;
  /** Weeks from the start, counted from 1, at the path's pace. */
  readonly firstWeek: number;
  readonly lastWeek: number;
  /** What it builds on: learnt in an earlier step, or known already. */
  readonly buildsOn?: readonly string[];
  /** The match score once this step is done. */
  readonly scoreAfter: number;
}

/** What postings pay, US dollars a year. */
export interface Pay {
  /** Of the sample; absent if too few of it say. */
  readonly overall?: Quartiles;
  /**
   * In the sample's domain and region, whatever its level, by experience; levels with too
   * few postings are missing.
   */
  readonly byLevel?: readonly LevelPay[];
}

/** Why a request was not done (RFC 9457). */
export interface Problem {
  /** Where the code is explained. */
  readonly type: string;
  /** The status in words. */
  readonly title: string;
  readonly status: number;
  /** One sentence for a person. */
  readonly detail: string;
  /** For programs to go by. */
  readonly code: ErrorCode;
  /** This request's name in our log. */
  readonly requestId: string;
  /** Each field that is wrong. */
  readonly violations?: readonly Violation[];
}

/** How far a job is, in words and numbers for a person. */
export interface Progress {
  /** 0 to 100; does not fall within an attempt. */
  readonly percent: number;
  /** What is happening, one sentence. */
  readonly message: string;
  /** The handler's own name for the part it is in. */
  readonly stage?: string;
  /**
   * Rises with every write of progress over the job's whole life, so that old news can be
   * told from new.
   */
  readonly seq: number;
}

/** What a quarter of postings, half of them, and three quarters pay at the most. */
export interface Quartiles {
  /** Postings that say what they pay. */
  readonly postings: number;
  readonly lowerUsd: number;
  readonly medianUsd: number;
  readonly upperUsd: number;
}

/** A piece of the résumé. */
export interface Quote {
  /** The first character, counted from 0. */
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** The piece itself: `resume_text[start:end]`. */
  readonly text: string;
}

/** Why a job that was found was left as it is. */
export type Refusal = "changed" | "limit";

/** How many jobs were left as they are, for a reason. */
export interface RefusalCount {
  readonly reason: Refusal;
  readonly count: number;
}

/** A skill that postings of the role ask for. */
export interface RequiredSkill {
  readonly skill: string;
  /** The share of postings that ask for it. */
  readonly demandShare: number;
  /** That share less the share of the 12 months before; absent if those are too few. */
  readonly demandChange?: number;
  /** Whether that change is more than chance: at least two standard errors and five points. */
  readonly demandChangeIsClear?: boolean;
  readonly tier: Tier;
  /**
   * What postings with it pay more a year than postings of the role without it, at the same
   * domain and experience level; absent if one of the two groups is too small.
   */
  readonly payEffectUsd?: number;
  /** Whether that difference is more than chance: at least two standard errors. */
  readonly payEffectIsClear?: boolean;
}

/** What to change in a résumé, and the changed résumé. */
export interface ResumeOptimization {
  /** The role as asked for, and as the postings call it. */
  readonly targetRole: MatchedName;
  /** Which postings the demand is from. */
  readonly sample: RoleSample;
  /** The text that all offsets are counted in. */
  readonly resumeText: string;
  /** That text with all the changes made, and nothing else. */
  readonly improvedText: string;
  /** The sections, end to end, with what was found in them. */
  readonly sections: readonly SectionReview[];
  /** In the order of the text; no two overlap. */
  readonly changes: readonly Change[];
  /** What stays as it was although a rewrite was suggested, and why. */
  readonly kept: readonly KeptOriginal[];
  readonly rewrites: RewriteCount;
  readonly keywords: KeywordCoverage;
  readonly atsProblems: readonly AtsProblem[];
  /** Where the demand comes from: "sample data", or the dataset's name. */
  readonly dataSource: string;
  /** Who wrote the rewrites and the advice. */
  readonly generatedBy: GeneratedBy;
}

/** Résumé optimization. What a user asks for. */
export interface ResumeOptimizationFileSubmission {
  /** How it shall be run. */
  readonly options?: Options | null;
  /** @deprecated Old clients name the owner; it can only be you. */
  readonly userId?: string;
  /** The role to apply for, in the user's words. */
  readonly targetRole: string;
  /** The advertisement to answer, if there is one: its keywords count too. */
  readonly jobDescription?: string;
  /** What kind of job. */
  readonly type: "resume-optimization";
}

export type ResumeOptimizationJob =
  | Job & {
  readonly type: "resume-optimization";
  /** What was asked. */
  readonly input?: ResumeRequest;
  readonly file?: JobFile;
  /** Once it has succeeded. */
  readonly result?: ResumeOptimization;
  readonly attempts?: readonly EndedAttempt[];
};

/** Résumé optimization. What a user asks for. */
export interface ResumeOptimizationSubmission {
  /** How it shall be run. */
  readonly options?: Options | null;
  /** @deprecated Old clients name the owner; it can only be you. */
  readonly userId?: string;
  /** The résumé as plain text, with its line ends; or a file comes in its place. */
  readonly resumeText: string;
  /** The role to apply for, in the user's words. */
  readonly targetRole: string;
  /** The advertisement to answer, if there is one: its keywords count too. */
  readonly jobDescription?: string;
  /** What kind of job. */
  readonly type: "resume-optimization";
}

/** What a user asks for. */
export interface ResumeRequest {
  /** The résumé as plain text, with its line ends; or a file comes in its place. */
  readonly resumeText?: string | null;
  /** The role to apply for, in the user's words. */
  readonly targetRole: string;
  /** The advertisement to answer, if there is one: its keywords count too. */
  readonly jobDescription?: string;
}

/** The body of a retry. */
export interface RetryRequest {
  /** The type's own fields, if they shall be others; no finished step is kept then. */
  readonly input?: Readonly<Record<string, JsonValue>> | null;
  /** Whether what was paid for is kept: finished steps are not done again. */
  readonly keepSteps?: boolean;
}

/** What became of the rewrites that were suggested. */
export interface RewriteCount {
  readonly suggested: number;
  readonly taken: number;
  /** Refused by a check, so that the original stays; `kept` has them with the reasons. */
  readonly kept: number;
  /** About a text that is not in the résumé, or not a whole bullet or paragraph of it. */
  readonly notFound: number;
}

/** Which postings the figures are from. */
export interface RoleSample {
  /** Postings of the role in the last 12 months of data: demand is a share of these. */
  readonly postings: number;
  /** Those of the 12 months before: what a change of demand is measured from. */
  readonly earlierPostings: number;
  /** The domain they are limited to; absent means all domains. */
  readonly domain?: string;
  /** The last day there are postings of. */
  readonly dataDate: string;
  /** The middle of their yearly pay, US dollars. */
  readonly medianPayUsd?: number;
  /** Why it is this sample, one sentence for the reader. */
  readonly note: string;
}

/** What one tier of skills adds to the match score. */
export interface ScorePart {
  readonly tier: Tier;
  readonly metSkills: number;
  readonly requiredSkills: number;
  /** Of the score's 100 points, those reached and those there are. */
  readonly points: number;
  readonly possiblePoints: number;
}

/** What a section of a résumé is about. */
export type SectionKind =
  | "contact"
  | "summary"
  | "experience"
  | "education"
  | "skills"
  | "projects"
  | "certifications"
  | "languages"
  | "awards"
  | "publications"
  | "volunteering"
  | "interests"
  | "references"
  | "other";

/** A section and what was found in it. */
export interface SectionReview {
  readonly kind: SectionKind;
  /** Its heading as written; empty before the first heading. */
  readonly title: string;
  readonly start: number;
  readonly end: number;
  /** In the order of the text. */
  readonly findings?: readonly Finding[];
  /** How many more findings there were of kinds that are listed already. */
  readonly moreFindings?: number;
}

/** One sentence, with the figures that its numbers are. */
export interface Sentence {
  readonly text: string;
  /** The ids of the figures that it gives; empty if it has no number. */
  readonly figures?: readonly string[];
}

/** A skill that the sample's postings ask for. */
export interface Skill {
  readonly skill: string;
  readonly demandShare: number;
}

/** The findings, and what is written about them. */
export interface SkillGapAnalysis {
  readonly targetRole: MatchedName;
  readonly industry: MatchedName;
  readonly currentSkills: readonly MatchedName[];
  readonly sample: RoleSample;
  /** By demand, the highest first. */
  readonly requiredSkills: readonly RequiredSkill[];
  readonly metSkills: readonly MetSkill[];
  /** By demand, the highest first. */
  readonly gaps: readonly Gap[];
  readonly learningPath: LearningPath;
  readonly matchScore: MatchScore;
  /** By score, the best first; none if the target fits best. */
  readonly adjacentRoles: readonly AdjacentRole[];
  /** Where the figures come from: "sample data", or the dataset's name. */
  readonly dataSource: string;
  readonly narrative: SkillGapText;
  /** Who wrote the narrative. */
  readonly generatedBy: GeneratedBy;
}

export type SkillGapAnalysisJob =
  | Job & {
  readonly type: "skill-gap-analysis";
  /** What was asked. */
  readonly input?: SkillGapRequest;
  /** Once it has succeeded. */
  readonly result?: SkillGapAnalysis;
  readonly attempts?: readonly EndedAttempt[];
};

/** Skill gap analysis. What a user asks for. */
export interface SkillGapAnalysisSubmission {
  /** How it shall be run. */
  readonly options?: Options | null;
  /** @deprecated Old clients name the owner; it can only be you. */
  readonly userId?: string;
  /** The role to work towards, in the user's words. */
  readonly targetRole: string;
  /** The industry to look at, in the user's words; empty for all. */
  readonly industry?: string;
  /** What the user can do already; may be empty. */
  readonly currentSkills?: readonly string[];
  /** What kind of job. */
  readonly type: "skill-gap-analysis";
}

/** What a user asks for. */
export interface SkillGapRequest {
  /** The role to work towards, in the user's words. */
  readonly targetRole: string;
  /** The industry to look at, in the user's words; empty for all. */
  readonly industry?: string;
  /** What the user can do already; may be empty. */
  readonly currentSkills?: readonly string[];
}

/** What is written about the findings, for the person they are about. */
export interface SkillGapText {
  /** One sentence with the most important figure. */
  readonly headline: string;
  /** Where the person stands: what carries them, what is missing, what the data cannot say. */
  readonly overview: string;
  /** One for each of the largest gaps, in the order of the facts. */
  readonly gapReasons: readonly GapReason[];
  /** What to do first, concretely. */
  readonly nextStep: string;
}

/** What the sample's postings ask for, and how that moves. */
export interface Skills {
  /** By demand, the highest first. */
  readonly top?: readonly Skill[];
  /** The clear ones first, then by how much they rise. */
  readonly rising?: readonly MovingSkill[];
  readonly falling?: readonly MovingSkill[];
  /**
   * How many skills were compared with the year before; 0 if there is nothing to compare
   * with.
   */
  readonly compared?: number;
}

/** Whether a job takes part in its owner's share of what runs at once. */
export type Slot = "none" | "waiting" | "held";

/** How many jobs are in a status. */
export interface StatusCount {
  readonly status: JobStatus;
  readonly count: number;
}

/** Why a skill is on the learning path. */
export type StepReason = "required" | "prerequisite";

/** A job to be: `type` decides which. */
export type Submission =
  | CareerInsightsSubmission
  | ExampleSubmission
  | ResumeOptimizationSubmission
  | SkillGapAnalysisSubmission;

/** How much a role wants a skill, by the share of its postings that ask for it. */
export type Tier = "core" | "common" | "occasional";

/** How the number of postings moves. */
export interface Trend {
  /** One after the other without a hole, the oldest first; at most 24, for a line chart. */
  readonly months: readonly Month[];
  readonly direction: Direction;
  /**
   * Postings in the 12 months before those of the sample; absent if the data does not reach
   * back.
   */
  readonly earlierPostings?: number;
  /**
   * Change against those, relative: 0.12 is 12% more. Absent if they are missing or too
   * few.
   */
  readonly change?: number;
  /** The same for all domains in the same region and level. */
  readonly marketChange?: number;
}

/** What a figure is, and with that how it is written. */
export type Unit = "count" | "exact" | "share" | "change" | "points" | "usd";

/** What a job has spent so far, over all its attempts. */
export interface Usage {
  /** The model that wrote the text, as its vendor names it. */
  readonly model?: string;
  /** Tokens read, and those of them that the vendor still had in its cache. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  /** Tokens written, and those of them that were the model's thinking. */
  readonly outputTokens: number;
  readonly thinkingTokens: number;
  /** Bytes that BigQuery billed. */
  readonly bytesBilled: number;
  /** US dollars, by the price table in the settings. */
  readonly costUsd: number;
}

/** One thing that is wrong with a request. */
export interface Violation {
  /** The field as you wrote it, dotted: `options.tags.3`. Empty for the whole body. */
  readonly field: string;
  /** What is wrong with it. */
  readonly message: string;
}

/** What `GET /api/jobs` may be asked for. */
export interface ListQuery {
  /** Only jobs in this status. */
  readonly status?: JobStatus;
  /** Only jobs of this type. */
  readonly type?: string;
  /** Only jobs with this tag. */
  readonly tag?: string;
  /** Only jobs that were submitted later than this. */
  readonly createdAfter?: string;
  /** Only jobs that were submitted earlier than this. */
  readonly createdBefore?: string;
  /** How many jobs a page has at the most. */
  readonly limit?: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}
