/** The address that a link was sent to, kept on this device until the link is opened here. */
const KEY = "careerlens-sign-in-address";

export function readAddress(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Keep an address; none is kept for "". */
export function keepAddress(email: string): void {
  try {
    if (email) localStorage.setItem(KEY, email);
    else localStorage.removeItem(KEY);
  } catch {
    // Where nothing may be kept, the address is asked for again.
  }
}
