/** `@careerlens/jobs/schedules`: requests that a job is made of again and again. */
export {
  changeSchedule,
  createSchedule,
  deleteSchedule,
  listSchedules,
  type NewSchedule,
  type Recurrence,
  type Schedule,
  type ScheduleEdit,
} from "./client/schedules.js";
export { useSchedules, type Schedules } from "./react/useSchedules.js";
