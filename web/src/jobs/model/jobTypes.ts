/** The job types of an application, as types only: what each takes, and what each results in. */
import type { Options } from "./schema.js";

/** A map from each type's name to what it takes and results in. */
export type JobTypeMap = Readonly<
  Record<string, { readonly request: object; readonly result: unknown }>
>;

/** Whatever the server knows: every field may be sent, and a result may be anything. */
export type AnyJobTypes = Readonly<
  Record<string, { readonly request: Readonly<Record<string, unknown>>; readonly result: unknown }>
>;

type TypeOf<Types> = keyof Types & string;

/** A submission of one of these types. */
export type NewJob<Types extends JobTypeMap = AnyJobTypes> = {
  [Type in TypeOf<Types>]: {
    readonly type: Type;
    readonly options?: Options | null;
    /** The signed-in user. Old clients send it; it may be left out. */
    readonly userId?: string;
  } & Types[Type]["request"];
}[TypeOf<Types>];

/** What a job has resulted in; `type` tells which of them `data` is. */
export type JobResult<Types extends JobTypeMap = AnyJobTypes> = {
  [Type in TypeOf<Types>]: {
    readonly type: Type;
    readonly data: Types[Type]["result"];
    /** One sentence for a notification. */
    readonly summary: string;
  };
}[TypeOf<Types>];
