/** Names for the API's schemas that this drawing reads. */
import type { Schemas } from "../../apiTypes.js";

export type CareerReport = Schemas["CareerReport"];
export type FigureSource = Schemas["FigureSource"];
export type PartLink = Schemas["PartLink"];
export type PayPart = Schemas["PayPart"];
export type PayRange = Schemas["PayRange"];
export type PlanStep = Schemas["PlanStep"];
export type ReportPart = Schemas["ReportPart"];
export type ResumePart = Schemas["ResumePart"];
export type SkillsPart = Schemas["SkillsPart"];
export type Statement = Schemas["Statement"];
