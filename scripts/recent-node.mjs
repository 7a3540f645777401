// Read by every Node.js down to 14: no syntax and no import here that those do not know.

/** Whether version `found` ("20.19.1") is at least `major.minor`. */
export function isAtLeast(found, major, minor) {
  const parts = found.split('.').map(Number);
  return parts[0] > major || (parts[0] === major && parts[1] >= minor);
}

/** What to tell whoever starts us on Node.js `found`; undefined if it is recent enough. */
export function complaint(found) {
  if (isAtLeast(found, 20, 19)) return undefined;
  return `this Node.js is too old; install Node.js 20.19 or newer and start again (found v${found})`;
}

/**
 * Runs a script by importing it, where Node.js is recent enough for it; else says so in one line.
 * The script is imported late because an older Node.js may not even be able to read it.
 */
export function runOnRecentNode(load) {
  const says = complaint(process.versions.node);
  if (says !== undefined) {
    console.error(says);
    process.exit(1);
  }
  load().catch((error) => {
    console.error(error.expected ? error.message : error);
    process.exit(1);
  });
}
