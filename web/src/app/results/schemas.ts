/** Names for the API's schemas that results are drawn from. */
import type { Schemas } from "../../jobs/index.js";

export type AtsProblem = Schemas["AtsProblem"];
export type CareerInsights = Schemas["CareerInsights"];
export type Change = Schemas["Change"];
export type ChangeKind = Schemas["ChangeKind"];
export type Gap = Schemas["Gap"];
export type KeptBecause = Schemas["KeptBecause"];
export type Keyword = Schemas["Keyword"];
export type Level = Schemas["Level"];
export type LevelPay = Schemas["LevelPay"];
export type MatchedName = Schemas["MatchedName"];
export type Month = Schemas["Month"];
export type MovingSkill = Schemas["MovingSkill"];
export type PathStep = Schemas["PathStep"];
export type Quartiles = Schemas["Quartiles"];
export type ResumeOptimization = Schemas["ResumeOptimization"];
export type Sentence = Schemas["Sentence"];
export type SkillGapAnalysis = Schemas["SkillGapAnalysis"];
