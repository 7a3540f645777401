// Read by every Node.js down to 14: no syntax and no import here that those do not know.

/** Whether version `found` ("20.19.1") is at least `major.minor`. */
export function isAtLeast(found, major, minor) {
  const parts = found.split('.').map(Number);
  return parts[0] > major || (parts[0] === major && parts[1] >= minor);
}

/**
 * Runs a script by importing it, where Node.js is new enough for it; else says so in one line.
 * The script is imported late because an older Node.js may not even be able to read it.
 */
export function runOnRecentNode(load) {
  if (!isAtLeast(process.versions.node, 20, 19)) {
    console.error(`this Node.js is too old; install Node.js 20.19 or newer and start again (found ${process.version})`);
    process.exit(1);
  }
  load().catch((error) => {
    console.error(error.expected ? error.message : error);
    process.exit(1);
  });
}
