/** Names for the API's schemas that this drawing reads. */
import type { Schemas } from "../../apiTypes.js";

export type Gap = Schemas["Gap"];
export type MatchedName = Schemas["MatchedName"];
export type PathStep = Schemas["PathStep"];
export type SkillGapAnalysis = Schemas["SkillGapAnalysis"];
