/** Being told on this device. */
export const on = "Tell me on this device, also when no page is open";
export const off = "Tell me no more when no page is open";
export const about =
  "The notification says that a job has ended or needs your answer, and nothing else about it.";
export const denied = "Your browser does not allow notifications here. Allow them in its settings.";
export const unsupported = "This browser cannot be told while no page is open.";
