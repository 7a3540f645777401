/**
 * The packages that a workspace needs to run, as paths in node_modules, from the entries of package-lock.json:
 * its dependencies, their dependencies, and so on, each found as Node.js finds it, from the nearest node_modules outwards.
 */
export function closureOf(packages, workspaces) {
  const found = new Set();
  const visit = (from) => {
    const { dependencies = {}, optionalDependencies = {} } = packages[from];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = resolve(packages, from, name);
      if (path === undefined) {
        if (name in optionalDependencies) continue;
        throw new Error(`package-lock.json lacks ${name}, which ${from} needs`);
      }
      if (found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  workspaces.forEach(visit);
  return [...found].sort();
}

function resolve(packages, from, name) {
  for (let folder = from; ; folder = outwards(folder)) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}

/** The folder of the package that holds this one: "node_modules/a/node_modules/b" is inside "node_modules/a". */
function outwards(folder) {
  const end = folder.lastIndexOf('/node_modules/');
  return end === -1 ? '' : folder.slice(0, end);
}
