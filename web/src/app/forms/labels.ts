/** What fields are called. Pure. */

/** Return the words of a name: `targetRole` is "Target role". */
export function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll(/[-_]/g, " ");
  const plain = words.toLowerCase().replaceAll(/\bresume\b/g, "résumé");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
