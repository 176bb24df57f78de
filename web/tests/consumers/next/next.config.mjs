/** The folder above has a lock file of its own. */
export default { turbopack: { root: import.meta.dirname }, reactStrictMode: true };
