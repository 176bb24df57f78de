/** Stands where Firestore would load a library for patterns in pipelines: see `vite.config.ts`. */
export const RE2JS = {
  compile(): never {
    throw new Error("This build has no patterns for Firestore pipelines.");
  },
};
