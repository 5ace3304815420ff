// Where a bundle may come from: a file of the reader's, or a published one of this very site.

const PUBLISHED = /^\/api\/sessions\/[0-9a-f-]{36}\/bundle\.json$/;

/** The path of a published bundle in the page's address, or null where it is none of this site. */
export function publishedPath(search, origin) {
  const asked = new URLSearchParams(search).get("bundle");
  if (!asked) return null;
  try {
    const url = new URL(asked, origin);
    return url.origin === origin && PUBLISHED.test(url.pathname) ? url.pathname : null;
  } catch {
    return null;
  }
}
