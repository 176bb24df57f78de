/** Names for the API's schemas that this drawing reads. */
import type { Schemas } from "../../apiTypes.js";

export type CareerInsights = Schemas["CareerInsights"];
export type ChangedFigure = Schemas["ChangedFigure"];
export type ChangedSkill = Schemas["ChangedSkill"];
export type Level = Schemas["Level"];
export type LevelPay = Schemas["LevelPay"];
export type Month = Schemas["Month"];
export type MovingSkill = Schemas["MovingSkill"];
export type Quartiles = Schemas["Quartiles"];
export type Sentence = Schemas["Sentence"];
export type SinceLast = Schemas["SinceLast"];
