import { install } from './install.mjs';
import { runSuite } from './run-suite.mjs';
import { Stop } from './stop.mjs';
import { suites } from './suites.mjs';
import { summary, table } from './summary.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  throw new Stop(`no suite is called ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}`);
}

await install();
const results = [];
for (const suite of suites) {
  if (names.length > 0 && !names.includes(suite.name)) continue;
  const result = await runSuite(suite);
  if (result !== undefined) results.push(result);
}
console.log(`\n${table(results)}\n`);
const { text, passed } = summary(results);
console.log(text);
process.exitCode = passed ? 0 : 1;
