/** No file of src/ imports itself through others, be it only for a type: eslint holds the rooms. */
export default {
    forbidden: [
        { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
        {
            name: "not-found",
            comment: "An import that leads nowhere would hide a circle.",
            severity: "error",
            from: {},
            to: { couldNotResolve: true },
        },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        exclude: { path: "/dist/" },
        enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
        tsConfig: { fileName: "tsconfig.json" },
        tsPreCompilationDeps: true,
    },
};
