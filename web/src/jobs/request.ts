/** `@careerlens/jobs/request`: what else the API offers, as the signed-in user. */
export { queryOf, request } from "./client/request.js";
export type { HttpRequest } from "./server/http.js";
