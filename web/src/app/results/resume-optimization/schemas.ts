/** Names for the API's schemas that this drawing reads. */
import type { Schemas } from "../../apiTypes.js";

export type AtsProblem = Schemas["AtsProblem"];
export type Change = Schemas["Change"];
export type ChangeKind = Schemas["ChangeKind"];
export type Difference = Schemas["Difference"];
export type KeptBecause = Schemas["KeptBecause"];
export type CharacterChange = Schemas["CharacterChange"];
export type Missing = Schemas["Missing"];
export type Question = Schemas["Question"];
export type Keyword = Schemas["Keyword"];
export type ResumeOptimization = Schemas["ResumeOptimization"];
