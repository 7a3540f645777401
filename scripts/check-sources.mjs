import { check } from './checks.mjs';
import { install } from './install.mjs';

await install();
const failed = (await check()).filter(({ passed }) => !passed);
process.exitCode = failed.length > 0 ? 1 : 0;
