/** This browser as a device that is told: switched on and off, and seen again at a visit. */
import { getApp } from "firebase/app";
import {
  getMessaging,
  isSupported,
  onRegistered,
  register,
  unregister,
  type Messaging,
} from "firebase/messaging";

import type { AppApi } from "../api.js";
import { keepChoice } from "../deviceChoice.js";
import { readPush } from "./choice.js";

/** The service worker's address, and what it may see: the whole of the page's origin. */
const WORKER = "/push.js";

/** Whether this browser can be told. */
export { isSupported };

/** Have this browser told of the jobs of the user; the system's permission is there. */
export async function switchOn(api: AppApi, webPushKey: string): Promise<void> {
  const { deviceId } = await api.putDevice(await installationId(webPushKey));
  keepChoice("push", "on");
  keepChoice("device", deviceId);
}

/** Tell this browser no more: the service first, so that nothing is sent that no worker takes. */
export async function switchOff(api: AppApi): Promise<void> {
  const { device } = readPush();
  keepChoice("push", "off");
  if (device) await api.deleteDevice(device);
  await unregister(getMessaging(getApp()));
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  await worker?.unregister();
}

/** Register with Firebase, and return what it knows this browser by. */
async function installationId(vapidKey: string): Promise<string> {
  const serviceWorkerRegistration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const messaging = getMessaging(getApp());
  const id = registered(messaging);
  await register(messaging, { vapidKey, serviceWorkerRegistration });
  return id;
}

function registered(messaging: Messaging): Promise<string> {
  return new Promise((resolve) => {
    const stop = onRegistered(messaging, (id) => {
      resolve(id);
      stop();
    });
  });
}
