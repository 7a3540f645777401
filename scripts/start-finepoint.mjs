import { buildUi } from './build-ui.mjs';
import { install } from './install.mjs';
import { serve } from './serve.mjs';

await install();
await buildUi();
serve(process.argv.slice(2));
