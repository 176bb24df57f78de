/** `@careerlens/jobs/pages`: all of a user's jobs, page by page. */
export { readPage, type JobsPage, type PageQuery } from "./client/readPage.js";
export { useJobPages, type JobPages } from "./react/useJobPages.js";
