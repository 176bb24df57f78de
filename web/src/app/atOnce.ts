/** Parts of the app that are loaded before they are drawn. */

/**
 * What is loaded already is given without a turn of waiting: React's `lazy` then draws it at once.
 * Otherwise it draws a placeholder, and whatever replaces one waits until that has stood for 300 ms.
 */
export function atOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loaded: Loaded | undefined;
  return () => {
    const known = loaded;
    if (known === undefined) return load().then((now) => (loaded = now));
    const given: PromiseLike<Loaded> = Object.assign(Promise.resolve(known), {
      then(onLoaded: (found: Loaded) => unknown) {
        onLoaded(known);
      },
    });
    return given as Promise<Loaded>;
  };
}
