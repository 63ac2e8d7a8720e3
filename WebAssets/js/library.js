// Libraries of Debian that are no modules: classic scripts that put themselves on the window.

/**
 * Fetches and runs one.
 * @param {string | undefined} source
 * @returns {Promise<void>}
 */
export function loadLibrary(source) {
  if (!source) return Promise.reject(new Error("the page names no such library"));
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${source} did not load`));
    document.head.append(script);
  });
}
